import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { incoming, message, noon, start } from "../material.ts";
import { subject } from "./subject.ts";

const oddTexts = [
  "\u0000 a zero",
  "\ud800 a lone high surrogate",
  "a lone low surrogate \udfff",
  "\ud83d",
  "😀 ü \u200b \u202e right to left",
  "line\nbreaks\r\n\u2028\u2029",
  'quotes " and \\ and </script>',
  "frame 0000000000 00000001 00000000",
  "__proto__",
  "constructor",
  "x".repeat(10_000),
];

export function oddTextSuite(open: OpenSubject): void {
  describe("T16 odd text", () => {
    const { store, reopen } = subject(open);

    test.each(oddTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
      "%s is kept equal",
      async (_, text) => {
        const state = { [text]: text, nested: { [text]: [text] } };
        await store().openConversation(start("a"));
        const activity = message(text, { channelData: { [text]: text } });
        await store().receive("a", { activity, keys: [text], at: noon, needsTurn: true });
        await store().writeState([{ key: text, value: state, eTag: null }]);
        for (const now of [store(), await reopen()]) {
          expect(await now.readLog("a", { after: 0, limit: 1 })).toMatchObject([{ activity }]);
          expect((await now.readState([text])).get(text)?.value).toEqual(state);
          expect((await now.receive("a", incoming("again", { keys: [text] }))).duplicate).toBe(true);
        }
      },
    );

    test("ids that look alike are different conversations", async () => {
      const ids = [
        "\ud800",
        "\ud801",
        "\udc00",
        "\ufffd",
        "a/../b",
        "b",
        "A",
        "a",
        "a ",
        "..",
        "x".repeat(500),
      ];
      for (const id of ids) await store().openConversation(start(id));
      for (const id of ids) await store().receive(id, incoming(`of ${JSON.stringify(id)}`));
      await reopen();
      for (const id of ids) {
        const entries = await store().readLog(id, { after: 0, limit: 10 });
        expect(entries.map(({ activity }) => activity.text)).toEqual([`of ${JSON.stringify(id)}`]);
      }
    });

    test("T23 __proto__ in an activity or in state is a key like any other", async () => {
      const evil: Record<string, unknown> = JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      );
      await store().openConversation(start("__proto__"));
      const activity = message("x", { value: evil });
      await store().receive("__proto__", { activity, keys: ["__proto__"], at: noon, needsTurn: true });
      await store().writeState([{ key: "__proto__", value: evil, eTag: null }]);
      await reopen();
      const [entry] = await store().readLog("__proto__", { after: 0, limit: 1 });
      expect(JSON.stringify(entry?.activity.value)).toBe(JSON.stringify(evil));
      const read = (await store().readState(["__proto__"])).get("__proto__");
      expect(JSON.stringify(read?.value)).toBe(JSON.stringify(evil));
      expect(Reflect.get({}, "polluted")).toBeUndefined();
    });
  });
}
