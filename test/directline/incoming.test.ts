import fc from "fast-check";
import { expect, test } from "vitest";
import { readIncoming } from "../../src/directline/incoming-activity.ts";
import { parseJson } from "../../src/http/body.ts";

const claims = { user: "dl_me", conversation: "talk", exp: 0 };
const field = fc.constantFrom(
  "type",
  "id",
  "text",
  "from",
  "locale",
  "name",
  "value",
  "channelData",
  "attachments",
  "recipient",
  "role",
);
const activity = fc
  .dictionary(
    field,
    fc.oneof(fc.constantFrom("message", "event", "typing", "trace", null), fc.jsonValue({ maxDepth: 4 })),
  )
  .chain((fields) => fc.constantFrom(fields, { type: "message", ...fields }));

test("whatever is posted, it is refused or it is the token's person who says it", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(activity, fc.jsonValue()), (body) => {
      const delivery = readIncoming(body, claims);
      if ("refused" in delivery) return;
      taken++;
      expect(delivery.activity).toMatchObject({
        from: { id: "dl_me", role: "user" },
        conversation: { id: "talk" },
      });
      expect(["message", "typing", "event"]).toContain(delivery.activity.type);
      expect(delivery.activity).not.toHaveProperty("recipient");
      for (const key of delivery.keys) expect(key).toMatch(/^(id|client):.{1,200}$/su);
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(50);
});

test.each<[unknown, object]>([
  [{ Type: "message", TEXT: "hi", Entities: [] }, { activity: { type: "message", text: "hi" } }],
  [{ type: "message", Id: "1", ChannelData: { clientActivityID: "c" } }, { keys: ["id:1", "client:c"] }],
  [{ type: "message", Attachments: [{}] }, { refused: "no-uploads" }],
  [{ type: "trace" }, { refused: "bad-activity", name: "type" }],
  [{ Type: "trace" }, { refused: "bad-activity", name: "Type" }],
  [
    { type: "message", Text: 7 },
    { refused: "bad-activity", name: "Text" },
  ],
  [
    { type: "message", text: "one", Text: "two" },
    { refused: "bad-activity", name: "Text" },
  ],
  [
    { type: "message", ChannelData: "x" },
    { refused: "bad-activity", name: "ChannelData" },
  ],
  [{ text: "no type" }, { refused: "bad-activity", name: "type" }],
  [[], { refused: "bad-activity", name: "body" }],
])("%j is read whatever the case of its names, and what is wrong is named", (body, expected) => {
  expect(readIncoming(body, claims)).toMatchObject(expected);
});

test("any text is parsed as JSON.parse would, or refused", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json({ maxDepth: 8 }),
        fc.string(),
        fc.constantFrom("[".repeat(70_000), '{"a":'.repeat(9000)),
      ),
      (text) => {
        const parsed = parseJson(text);
        if ("refused" in parsed) {
          if (parsed.refused === "bad-json") expect(() => JSON.parse(text)).toThrow();
          else expect(text.match(/[[{]/g)?.length).toBeGreaterThan(32);
          return;
        }
        if (!/__proto__|constructor|prototype|\\u/.test(text)) expect(parsed.value).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 2000 },
  );
});
