import { ConversationState, MemoryStorage, TestAdapter, type TurnContext } from "botbuilder";
import { describe, expect, test } from "vitest";
import { botbuilderStorage } from "../../../examples/botbuilder-store/storage.ts";
import type { OpenSubject } from "../conformance.ts";
import { subject } from "./subject.ts";

export function botbuilderSuite(open: OpenSubject): void {
  describe("Bot Framework's Storage", () => {
    const { store, reopen } = subject(open);
    const storage = () => botbuilderStorage(store());
    const readOne = async (key: string) => (await storage().read([key]))[key];

    test("keys that are not there are left out", async () => {
      expect(await storage().read(["unknown"])).toEqual({});
      expect(await storage().read([])).toEqual({});
    });

    test("an item is created with a tag and read back with it", async () => {
      await storage().write({ item: { id: 1, nested: { list: [1, 2] } } });
      await reopen();
      expect(await readOne("item")).toEqual({ id: 1, nested: { list: [1, 2] }, eTag: expect.any(String) });
    });

    test("its tag lets one write through, an old one is refused, * and none overwrite", async () => {
      await storage().write({ item: { count: 1 } });
      const first = await readOne("item");
      await storage().write({ item: { ...first, count: 2 } });
      await expect(storage().write({ item: { ...first, count: 3 } })).rejects.toMatchObject({
        code: "state-conflict",
      });
      expect(await readOne("item")).toMatchObject({ count: 2 });
      await storage().write({ item: { count: 4, eTag: "*" } });
      expect(await readOne("item")).toMatchObject({ count: 4 });
      await storage().write({ item: { count: 5 } });
      expect(await readOne("item")).toMatchObject({ count: 5 });
      await expect(storage().write({ item: { count: 6, eTag: "" } })).rejects.toThrow();
      expect(await readOne("item")).toMatchObject({ count: 5 });
    });

    test("deleting removes, and what is not there can be deleted", async () => {
      await storage().write({ one: { id: 1 }, two: { id: 2 } });
      await storage().delete(["one", "unknown"]);
      expect(Object.keys(await storage().read(["one", "two"]))).toEqual(["two"]);
    });

    test("calls without arguments are rejected, not thrown", async () => {
      for (const bad of [null, undefined] as unknown as string[][]) {
        await expect(storage().read(bad)).rejects.toThrow();
        await expect(storage().delete(bad)).rejects.toThrow();
        await expect(storage().write(bad)).rejects.toThrow();
      }
    });

    test("T23 a key named __proto__ is an own key of what is read", async () => {
      await storage().write(JSON.parse('{"__proto__":{"polluted":1}}'));
      const items = await storage().read(["__proto__"]);
      expect(Object.keys(items)).toEqual(["__proto__"]);
      expect(Reflect.get({}, "polluted")).toBeUndefined();
    });

    test("crazy keys are keys like any other", async () => {
      const keys = ["!@#$%^&*()~/\\><,.?';\"`~", "", " ", "a/b/c", "\ud800", "\u0000"];
      await storage().write(Object.fromEntries(keys.map((key, id) => [key, { id }])));
      await reopen();
      const items = await storage().read(keys);
      expect(keys.map((key) => items[key]?.id)).toEqual(keys.map((_, id) => id));
    });

    test("what is read is the caller's own", async () => {
      await storage().write({ item: { list: ["one"] } });
      (await readOne("item")).list.push("two");
      expect((await readOne("item")).list).toEqual(["one"]);
    });

    test("a bot's ConversationState counts on it as on the memory storage", async () => {
      for (const kept of [storage(), new MemoryStorage()]) {
        const state = new ConversationState(kept);
        const count = state.createProperty<number>("count");
        const adapter = new TestAdapter(async (context: TurnContext) => {
          const next = (await count.get(context, 0)) + 1;
          await count.set(context, next);
          await state.saveChanges(context);
          await context.sendActivity(`turn ${next}`);
        });
        await adapter.test("hi", "turn 1").test("hi", "turn 2").test("hi", "turn 3").startTest();
      }
    });
  });
}
