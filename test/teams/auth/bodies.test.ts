import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { homeTenant, type Issuer, openIssuer, serviceUrlOf } from "../issuer.ts";
import { activityFrom } from "../teams-message.ts";
import { deliver, type GuardedDoor, openGuardedDoor } from "./guarded-door.ts";

let issuer: Issuer;
let door: GuardedDoor;
let bearer: string;
beforeAll(async () => {
  issuer = await openIssuer();
  door = await openGuardedDoor(issuer.settings());
  bearer = `Bearer ${await issuer.sign()}`;
});
afterAll(async () => {
  await door.stop();
  await issuer.close();
});

const good = (more: Record<string, unknown> = {}): string =>
  JSON.stringify(activityFrom(serviceUrlOf(issuer), homeTenant, more));
const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const form = { "content-type": "application/x-www-form-urlencoded" };

test.each<[string, number, string, () => string | Uint8Array, Record<string, string>?]>([
  ["gzip", 415, "encoded", () => gzipSync(good()), { "content-encoding": "gzip" }],
  ["broken gzip", 415, "encoded", () => "not gzip", { "content-encoding": "gzip" }],
  ["brotli by name", 415, "encoded", good, { "content-encoding": "br" }],
  ["identity by name", 415, "encoded", good, { "content-encoding": "identity" }],
  ["a form", 415, "wrong-type", () => "type=message", form],
  ["multipart", 415, "wrong-type", good, { "content-type": "multipart/form-data; boundary=x" }],
  ["plain text", 415, "wrong-type", good, { "content-type": "text/plain" }],
  ["JSON in UTF-16", 415, "wrong-type", good, { "content-type": "application/json; charset=utf-16" }],
  ["more than 256 KB", 413, "too-large", () => good({ text: "x".repeat(270_000) })],
  ["10,000 levels", 400, "too-deep", () => nested(10_000)],
  ["half of a JSON", 400, "bad-json", () => '{"type":"message"'],
  ["no body", 400, "bad-activity", () => ""],
  ["null", 400, "bad-activity", () => "null"],
])("%s is refused with %i %s though its token is good", async (_what, status, code, body, headers = {}) => {
  const answer = await deliver(door, body(), bearer, headers);
  expect([answer.status, answer.body["code"]]).toEqual([status, code]);
});

test.each([
  ["20 MB", () => new Uint8Array(20_000_000), {}],
  ["a form", () => "type=message", form],
  ["10,000 levels", () => nested(10_000), {}],
])(
  "of %s nothing is read before there is a token that can be the connector's",
  async (_what, body, headers) => {
    const answer = await deliver(door, body(), null, headers);
    expect([answer.status, answer.body["code"]]).toEqual([401, "no-token"]);
  },
);

test("100 KB of text come in, and the door stands after all of this", async () => {
  expect((await deliver(door, good({ text: "x".repeat(100_000) }), bearer)).status).toBe(200);
});
