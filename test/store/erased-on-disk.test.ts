import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow } from "../../src/store/embedded/disk.ts";
import { inFolder } from "./faults/folder.ts";
import { allWritten, openIn } from "./faults/stores.ts";
import { incoming, receipt, reply, start, ticket, turn } from "./material.ts";

async function filesWith(folder: string, words: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const path of filesBelow(folder)) {
    if (words.test(await readFile(join(folder, path), "utf8"))) found.push(path);
  }
  return found;
}

test.each([
  ["in the journal", 10_000_000],
  ["in documents and segments", 1],
])(
  "an erased conversation that was %s is on disk no more after the checkpoint that its erasing begins",
  (_, journalBytes) =>
    inFolder(async (folder) => {
      const store = await openIn(folder, { journalBytes });
      await store.openConversation(start("a", { userId: "dl_kittiwake" }));
      await store.receive("a", incoming("kittiwake", { keys: ["kittiwake"] }));
      await store.commitTurn(
        turn("a", 1, {
          replies: Array.from({ length: 214 }, () => reply("dear kittiwake")),
          state: ["directline/conversations/a", "directline/users/dl_a"].map((key) => ({
            key,
            value: { name: "kittiwake" },
            eTag: null,
          })),
          tickets: [ticket(1001, "a", { summary: "kittiwake wants to leave" })],
          receipts: [{ ...receipt("r1", "a"), accepted: "kittiwake" }],
        }),
      );
      await allWritten(store);
      expect((await filesWith(folder, /kittiwake/)).length).toBeGreaterThan(journalBytes === 1 ? 4 : 0);
      await store.eraseConversation("a");
      await allWritten(store);
      expect(await filesWith(folder, /kittiwake|someone@example/)).toEqual([]);
      await store.close();
    }),
);

test("where the desk was stopped before that checkpoint, the next start makes it", () =>
  inFolder(async (folder) => {
    const store = await openIn(folder);
    await store.openConversation(start("a", { userId: "dl_kittiwake" }));
    await store.eraseConversation("a");
    await store.close();
    expect((await filesWith(folder, /kittiwake/)).length).toBeGreaterThan(0);
    const again = await openIn(folder);
    await allWritten(again);
    expect(await filesWith(folder, /kittiwake/)).toEqual([]);
    await again.close();
  }));
