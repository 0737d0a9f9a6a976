import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonSlice, outgoingActivity } from "../../src/directline/log-page.ts";

const awkward = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", '\\"', "\\\\", "},{", "]", ":", ",", "\ud800", "\u0000"),
);
const value = fc.oneof(awkward, fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }));
const anObject = fc.dictionary(fc.oneof(awkward, fc.constantFrom("id", "__proto__")), value);

test("the members of any object are found with their values", () => {
  fc.assert(
    fc.property(anObject, (given) => {
      const text = JSON.stringify(given);
      const found = jsonSlice(text).map(({ name, start, end }) => [
        JSON.parse(`"${name}"`),
        JSON.parse(text.slice(start, end)),
      ]);
      const parsed = Object.entries(JSON.parse(text) as object);
      expect(found).toEqual(parsed);
    }),
    { numRuns: 3000 },
  );
});

const activity = fc.record(
  {
    type: fc.constantFrom("message", "event"),
    id: fc.string({ minLength: 1 }),
    from: fc.record(
      { id: fc.oneof(awkward, fc.constant("dl_me")), name: awkward, role: fc.constantFrom("user", "bot") },
      { requiredKeys: ["id"] },
    ),
    text: awkward,
    value,
    timestamp: awkward,
    channelId: awkward,
    conversation: anObject,
    serviceUrl: awkward,
    callerId: awkward,
    recipient: anObject,
    channelData: anObject,
  },
  { requiredKeys: ["type"] },
);

test("clients get the activity itself, from whom and when, and nothing of what is the desk's own", () => {
  fc.assert(
    fc.property(activity, awkward, (given, conversationId) => {
      const at = "2026-03-01T12:00:00.000Z";
      const { serviceUrl: _, callerId: __, recipient: ___, ...rest } = given;
      const { from = { id: "bot" } } = given;
      expect(
        JSON.parse(outgoingActivity(JSON.stringify(given), { seq: 7, at }, conversationId).join("")),
      ).toEqual(
        JSON.parse(
          JSON.stringify({
            ...rest,
            id: given.id ?? `${conversationId}|0000007`,
            timestamp: at,
            channelId: "directline",
            conversation: { id: conversationId },
            from: { role: from.id.startsWith("dl_") ? "user" : "bot", ...from },
          }),
        ),
      );
    }),
    { numRuns: 3000 },
  );
});
