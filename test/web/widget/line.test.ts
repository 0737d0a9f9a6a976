import { expect, test } from "vitest";
import { inkOn, readSettings, writeSettings } from "../../../src/web/shared/frame-settings.ts";
import { retryDelay } from "../../../src/web/shared/retry-delay.ts";
import { waitOf } from "../../../src/web/widget/frame/directline/request.ts";
import { makeRecord } from "../../../src/web/widget/frame/messages.ts";
import { framePage, framePolicy } from "../../../src/web/widget/routes.ts";

test("T26: pauses grow, differ between browsers, and stay under 2 s while a server restarts", () => {
  const longest = [0, 1, 2, 3, 4, 20, 80].map((tries) => retryDelay(tries, 1));
  expect(longest).toEqual([250, 500, 1000, 2000, 2000, 2000, 2000]);
  expect(retryDelay(5, 0)).toBe(1200);
  expect(retryDelay(500, 1)).toBe(8000);
});

test("Retry-After is read as seconds and as a date, within bounds", () => {
  const now = Date.parse("2030-01-01T00:00:00Z");
  expect(waitOf("3", now)).toBe(3000);
  expect(waitOf("Tue, 01 Jan 2030 00:00:05 GMT", now)).toBe(5000);
  expect(waitOf("99999", now)).toBe(60_000);
  expect(waitOf("soon", now)).toBe(2000);
  expect(waitOf(null, now)).toBe(2000);
});

test("the record keeps each activity once and no typing", () => {
  const record = makeRecord();
  const one = { type: "message", id: "1", text: "a" };
  expect(record.add([one, { type: "typing", id: "t" }])).toHaveLength(2);
  expect(record.add([one, { type: "message", id: "2", text: "b" }])).toHaveLength(1);
  expect(record.all().map(({ id }) => id)).toEqual(["1", "2"]);
});

test("settings survive the way into the frame, and nonsense counts as not said", () => {
  const settings = { mode: "quiet", colour: "#aabbcc", scheme: "dark", userToken: "a.b.c" } as const;
  expect(readSettings(`#${writeSettings(settings)}`)).toEqual(settings);
  expect(readSettings("#mode=evil&colour=red;x:y&scheme=pink")).toEqual({
    mode: "open",
    colour: null,
    scheme: null,
    userToken: null,
  });
});

test("the ink on any colour can be read", () => {
  expect(inkOn("#1d5247")).toBe("#ffffff");
  expect(inkOn("#f2c14e")).toBe("#14201c");
});

const built = { frame: "frame-X.js", chat: ["open-Y.js"] };

test("the page in the frame carries its words as an attribute, and asks for the talk only when told", () => {
  const page = { built, words: { title: 'A "<b>' }, locale: "ar", nonce: "N", withChat: false };
  expect(framePage(page)).toContain('dir="rtl"');
  expect(framePage(page)).toContain("&quot;A \\&quot;&lt;b&gt;&quot;");
  expect(framePage(page)).not.toContain("open-Y.js");
  expect(framePage({ ...page, withChat: true })).toContain('modulepreload" href="assets/open-Y.js"');
});

test("the frame's policy allows nothing from outside, nothing inline, and only the named ancestors", () => {
  const policy = framePolicy("N", "desk.example", ["https://shop.example"]);
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; connect-src 'self' ws://desk.example wss://desk.example; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self' https://shop.example",
  );
});
