import fc from "fast-check";
import { expect, test } from "vitest";
import { readWatermark } from "../../src/directline/log-page.ts";
import { makeTokens } from "../../src/directline/token.ts";
import { bearerOf } from "../../src/http/route.ts";
import { damaged } from "../anything.ts";
import { fixedKeys } from "../fixed-keys.ts";

const tokens = makeTokens(fixedKeys("a secret of tests"), () => 1_000_000);
const mine = { user: "dl_me", conversation: "talk" };
const good = tokens.issue(mine, "talk");
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const forged = fc
  .tuple(fc.jsonValue(), fc.jsonValue(), fc.base64String())
  .map(([header, claims, signature]) => `${part(header)}.${part(claims)}.${signature}`);
const anyToken = fc.oneof(fc.string({ unit: "binary" }), forged, damaged(fc.constant(good)));

test("T19: any token opens nothing, for any purpose, unless it is the one that was given", async () => {
  await fc.assert(
    fc.asyncProperty(anyToken, async (token) => {
      fc.pre(token !== good);
      for (const read of [tokens.read, tokens.readStream, tokens.readLink, tokens.readStale])
        expect(await read(token)).toBeNull();
    }),
    { numRuns: 1000 },
  );
  expect(await tokens.read(good)).toMatchObject(mine);
});

test("any Authorization header has a short token in it, or none", () => {
  const header = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string().map((text) => `Bearer ${text}`),
  );
  fc.assert(
    fc.property(header, (authorization) => {
      const found = bearerOf({ headers: { authorization } } as never);
      expect(found === null || /^[\w.~+/=-]{1,4096}$/.test(found)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("any watermark is a place in a log", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.nat().map(String), fc.double().map(String)),
      (text) => {
        expect(Number.isSafeInteger(readWatermark(text)) && readWatermark(text) >= 0).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
