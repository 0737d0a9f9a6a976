import { describe, expect, test } from "vitest";
import type { OpenSubject } from "../conformance.ts";
import { subject } from "./subject.ts";

/** One key that is kept with its conversation, one of a user, one that is nobody's. */
const kinds = ["directline/conversations/a", "directline/users/dl_a", "desk"];

export function botStateSuite(open: OpenSubject): void {
  describe("bot state", () => {
    const { store, reopen } = subject(open);
    const tagOf = async (key: string) => (await store().readState([key])).get(key)?.eTag ?? "none";

    test.each(kinds)("%s is created, read back and deleted", async (key) => {
      await store().writeState([{ key, value: { count: 1, list: ["x", null] }, eTag: null }]);
      for (const now of [store(), await reopen()]) {
        expect((await now.readState([key])).get(key)?.value).toEqual({ count: 1, list: ["x", null] });
      }
      await store().deleteState([key, "never there"]);
      for (const now of [store(), await reopen()]) expect((await now.readState([key])).size).toBe(0);
    });

    test.each(kinds)("%s may be written as the JSON text of its value", async (key) => {
      await store().writeState([{ key, value: '{"count":1,"said":"caf\\u00e9 \u2713"}', eTag: null }]);
      for (const now of [store(), await reopen()]) {
        expect((await now.readState([key])).get(key)?.value).toEqual({ count: 1, said: "café ✓" });
      }
    });

    test.each(kinds)("%s is written only by who shows its tag", async (key) => {
      await store().writeState([{ key, value: { count: 1 }, eTag: null }]);
      const first = await tagOf(key);
      await store().writeState([{ key, value: { count: 2 }, eTag: first }]);
      expect(await tagOf(key)).not.toBe(first);
      for (const eTag of [first, null, "", "999999"]) {
        await expect(store().writeState([{ key, value: { count: 3 }, eTag }])).rejects.toMatchObject({
          code: "state-conflict",
          key,
        });
      }
      await store().writeState([{ key, value: { count: 4 }, eTag: "*" }]);
      expect((await (await reopen()).readState([key])).get(key)?.value).toEqual({ count: 4 });
    });

    test.each(kinds)("a tag of %s is not valid again after it was deleted and made anew", async (key) => {
      await store().writeState([{ key, value: { count: 1 }, eTag: null }]);
      const first = await tagOf(key);
      await store().deleteState([key]);
      await expect(store().writeState([{ key, value: { count: 2 }, eTag: first }])).rejects.toMatchObject({
        key,
      });
      await store().writeState([{ key, value: { count: 1 }, eTag: null }]);
      expect(await tagOf(key)).not.toBe(first);
    });

    test.each(kinds)("the tag of %s is told without its value, as it is after each write", async (key) => {
      const tags = async () => Object.fromEntries(await store().stateTags(["never there", key]));
      expect(await tags()).toEqual({});
      for (const count of [1, 2]) {
        let stored = "";
        const eTag = count === 1 ? null : await tagOf(key);
        const note = (tag: string) => {
          stored = tag;
        };
        await store().writeState([{ key, value: { count }, eTag, stored: note }]);
        expect(await tags()).toEqual({ [key]: await tagOf(key) });
        expect(await tags()).toEqual({ [key]: stored });
      }
      const before = await tags();
      await reopen();
      expect(await tags()).toEqual(before);
      await store().deleteState([key]);
      expect(await tags()).toEqual({});
      await store().writeState([{ key, value: { count: 3 }, eTag: null }]);
      expect(await tags()).not.toEqual(before);
      expect(await tags()).toEqual({ [key]: await tagOf(key) });
    });

    test("writes go together: one stale tag and none is made", async () => {
      await store().writeState([{ key: "b", value: { count: 1 }, eTag: null }]);
      const writes = ["a", "b", "c"].map((key) => ({ key, value: { count: 9 }, eTag: null }));
      await expect(store().writeState(writes)).rejects.toMatchObject({ code: "state-conflict", key: "b" });
      const found = await (await reopen()).readState(["a", "b", "c"]);
      expect([...found].map(([key, { value }]) => [key, value])).toEqual([["b", { count: 1 }]]);
    });

    test("T12 twenty writers that each add 1 to what they read count to twenty", async () => {
      const key = "counter";
      await store().writeState([{ key, value: { count: 0 }, eTag: null }]);
      const addOne = async (): Promise<void> => {
        const found = (await store().readState([key])).get(key);
        const write = { key, value: { count: Number(found?.value["count"]) + 1 }, eTag: found?.eTag ?? null };
        const refused = await store()
          .writeState([write])
          .then(() => false)
          .catch((error: { code?: string }) => error.code === "state-conflict");
        if (refused) await addOne();
      };
      await Promise.all(Array.from({ length: 20 }, addOne));
      expect((await store().readState([key])).get(key)?.value).toEqual({ count: 20 });
    });

    test("T27 of fifty who claim with the same tag exactly one wins", async () => {
      const key = "directline/conversations/a";
      await store().writeState([{ key, value: { speaker: "bot" }, eTag: null }]);
      const eTag = await tagOf(key);
      const claims = await Promise.allSettled(
        Array.from({ length: 50 }, (_, agent) =>
          store().writeState([{ key, value: { speaker: agent }, eTag }]),
        ),
      );
      const winners = claims.flatMap(({ status }, agent) => (status === "fulfilled" ? [agent] : []));
      expect(winners).toHaveLength(1);
      expect((await store().readState([key])).get(key)?.value).toEqual({ speaker: winners[0] });
    });

    test("writers of many keys at once, in opposite orders, all get through", async () => {
      const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
      const writes = keys.map((key) => ({ key, value: { of: key }, eTag: "*" }));
      await Promise.all(
        Array.from({ length: 20 }, (_, round) =>
          store().writeState(round % 2 ? writes : [...writes].reverse()),
        ),
      );
      expect((await store().readState(keys)).size).toBe(10);
    });

    test("what the caller changes afterwards does not change what is stored", async () => {
      const value = { list: ["one"] };
      await store().writeState([{ key: "a", value, eTag: null }]);
      value.list.push("two");
      const read = (await store().readState(["a"])).get("a");
      expect(read?.value).toEqual({ list: ["one"] });
      if (read) read.value["list"] = [];
      expect((await store().readState(["a"])).get("a")?.value).toEqual({ list: ["one"] });
    });

    test("nothing to read, write or delete is fine", async () => {
      expect((await store().readState([])).size).toBe(0);
      expect((await store().stateTags([])).size).toBe(0);
      await store().writeState([]);
      await store().deleteState([]);
    });
  });
}
