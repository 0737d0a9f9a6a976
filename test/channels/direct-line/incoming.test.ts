import fc from "fast-check";
import { expect, test } from "vitest";
import { readIncoming } from "../../../src/channels/direct-line/incoming.ts";
import { parseJson } from "../../../src/web/json-text.ts";

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
