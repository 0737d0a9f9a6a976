import { appendFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backupStore, restoreStore } from "../../src/store/backup.ts";
import { checkStore } from "../../src/store/check.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { inFolder } from "./faults/folder.ts";
import { fill, openIn } from "./faults/stores.ts";
import { incoming, listed, noon, reply, start, turn } from "./material.ts";

const now = () => new Date(noon);

async function contents(store: EmbeddedStore): Promise<unknown> {
  const conversations = await listed(store.conversations());
  const logs = await Promise.all(
    conversations.map(({ id }) => store.readLog(id, { after: 0, limit: 10_000 })),
  );
  return { conversations, logs, tickets: await listed(store.tickets()), pending: await store.pendingTurns() };
}

test.each([
  ["is all in the journal", 10_000_000],
  ["is all in documents", 1],
])("T45 a store that %s is restored into an empty one, the same to the last entry", (_, journalBytes) =>
  inFolder((folder) =>
    inFolder(async (backup) => {
      const store = await openIn(join(folder, "desk"), { journalBytes });
      await fill(store);
      await store.eraseConversation("b");
      const note = await backupStore(store, join(backup, "monday"), now);
      const before = await contents(store);
      await store.close();
      const { findings, counts } = await restoreStore(join(backup, "monday"), join(folder, "restored"));
      expect(findings.filter(({ kind }) => kind === "broken")).toEqual([]);
      expect(counts).toEqual({ conversations: 1, entries: 134, tickets: 2 });
      const restored = await openIn(join(folder, "restored"));
      expect(await contents(restored)).toEqual(before);
      await restored.receive("a", incoming("life goes on"));
      await restored.close();
      expect(note).toMatchObject({ kind: "backup", takenAt: noon });
    }),
  ),
);

test("T45 a backup of a store in use holds all that was acknowledged before it, in whole turns", () =>
  inFolder((folder) =>
    inFolder(async (backup) => {
      const store = await openIn(join(folder, "desk"), { journalBytes: 30_000 });
      let going = true;
      const acknowledged: string[] = [];
      const writer = async (id: string) => {
        await store.openConversation(start(id));
        for (let number = 1; going; number += 1) {
          const { entry } = await store.receive(id, incoming(`${id} ${number}`));
          await store.commitTurn(
            turn(id, entry.seq, { replies: [reply(`to ${id} ${number}`), reply("more")] }),
          );
          acknowledged.push(`${id} ${number}`);
        }
      };
      const writers = ["a", "b", "c", "d"].map(writer);
      await expect.poll(() => acknowledged.length).toBeGreaterThan(200);
      const before = [...acknowledged];
      await backupStore(store, join(backup, "now"), now);
      const after = acknowledged.length;
      going = false;
      await Promise.all(writers);
      await store.close();
      await restoreStore(join(backup, "now"), join(folder, "restored"));
      const restored = await openIn(join(folder, "restored"));
      const texts: (string | undefined)[] = [];
      for (const id of ["a", "b", "c", "d"]) {
        const entries = await restored.readLog(id, { after: 0, limit: 100_000 });
        texts.push(...entries.map(({ activity }) => activity.text));
        const open = (await restored.pendingTurns()).filter(
          ({ conversationId }) => conversationId === id,
        ).length;
        expect((entries.length - open) % 3).toBe(0);
      }
      expect(before.filter((text) => !texts.includes(text))).toEqual([]);
      expect(before.filter((text) => !texts.includes(`to ${text}`))).toEqual([]);
      expect(after).toBeGreaterThan(before.length);
      await restored.close();
    }),
  ));

test("T45 a backup is checked while the desk goes on", () =>
  inFolder(async (folder) => {
    const store = await openIn(folder, { journalBytes: 5_000 });
    await fill(store);
    const posts: Promise<unknown>[] = [];
    const report = await store.whileFrozen(async (end) => {
      for (let number = 1; number <= 50; number += 1)
        posts.push(store.receive("a", incoming(`post ${number}`)));
      return checkStore(folder, end);
    });
    await Promise.all(posts);
    expect(report).toMatchObject({ findings: [], counts: { conversations: 2, entries: 268, tickets: 2 } });
    await store.close();
  }));

test("T45 a backup takes what else is in the folder, with its mode, and leaves out the socket and drafts", () =>
  inFolder((folder) =>
    inFolder(async (backup) => {
      const store = await openIn(join(folder, "desk"));
      await fill(store);
      await writeFile(join(folder, "desk", "direct-line.secret"), "s", { mode: 0o600 });
      await writeFile(join(folder, "desk", "tmp", "1.tmp"), "half");
      await backupStore(store, join(backup, "b"), now);
      await store.close();
      await restoreStore(join(backup, "b"), join(folder, "restored"));
      expect((await stat(join(folder, "restored", "direct-line.secret"))).mode & 0o777).toBe(0o600);
      expect(await readdir(join(folder, "restored"))).not.toContain("tmp");
    }),
  ));

test("T45 neither a backup nor a restore goes where something is", () =>
  inFolder((folder) =>
    inFolder(async (backup) => {
      const store = await openIn(join(folder, "desk"));
      await fill(store);
      await backupStore(store, join(backup, "b"), now);
      for (const taken of [backup, join(backup, "b"), join(folder, "desk"), join(folder, "desk", "inside")]) {
        await expect(backupStore(store, taken, now)).rejects.toMatchObject({ code: "folder-in-use" });
      }
      await store.close();
      await expect(restoreStore(join(backup, "b"), join(folder, "desk"))).rejects.toMatchObject({
        code: "folder-in-use",
      });
    }),
  ));

test("T45 a backup that was cut off, or lost a file, is refused", () =>
  inFolder((folder) =>
    inFolder(async (backup) => {
      const store = await openIn(join(folder, "desk"));
      await fill(store);
      await backupStore(store, join(backup, "b"), now);
      await store.close();
      await appendFile(join(backup, "b", "extra"), "x");
      await expect(restoreStore(join(backup, "b"), join(folder, "one"))).rejects.toMatchObject({
        code: "store-file",
      });
      await rm(join(backup, "b", "backup.json"));
      await expect(restoreStore(join(backup, "b"), join(folder, "two"))).rejects.toMatchObject({
        code: "store-file",
      });
    }),
  ));

test("T45 an absent or empty folder is no store to check", () =>
  inFolder(async (folder) => {
    const { findings } = await checkStore(join(folder, "nothing"));
    expect(findings).toMatchObject([{ kind: "broken", says: "is missing" }]);
  }));
