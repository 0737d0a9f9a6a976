import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore } from "../../../src/store/check.ts";
import type { EmbeddedStore } from "../../../src/store/embedded/embedded-store.ts";
import { places } from "../../../src/store/embedded/folders.ts";
import { keptLog } from "../kept-log.ts";
import { incoming, listed, start, turn } from "../material.ts";
import { cuts, damage, damages, fingerprint } from "./damage.ts";
import { inFolder } from "./folder.ts";
import { allWritten, fillDocuments, fillJournal, openIn } from "./stores.ts";

const user = "directline/users/dl_a";

/** The kinds of documents, where one is, and what then cannot be done. */
const documents: [string, (root: string) => string, ((store: EmbeddedStore) => Promise<unknown>)[]][] = [
  [
    "a conversation",
    (root) => places.conversation(root, "a"),
    [
      (store) => store.conversation("a"),
      (store) => store.openConversation(start("a")),
      (store) => store.receive("a", incoming("more")),
      (store) => store.readLog("a", { after: 0, limit: 1 }),
      (store) => store.commitTurn(turn("a", 2)),
      (store) => store.receipts("a"),
      (store) => store.eraseConversation("a"),
    ],
  ],
  [
    "a segment of a log",
    (root) => places.segment(root, "a", 1),
    [
      (store) => store.readLog("a", { after: 0, limit: 1 }),
      (store) => store.receive("a", incoming("x", { keys: ["1"] })),
    ],
  ],
  [
    "bot state",
    (root) => places.state(root, user),
    [
      (store) => store.readState(["desk", user]),
      (store) => store.writeState([{ key: user, value: {}, eTag: "*" }]),
      (store) => store.deleteState([user]),
    ],
  ],
  [
    "a ticket",
    (root) => places.ticket(root, 1001),
    [(store) => store.ticket(1001), (store) => store.eraseConversation("a")],
  ],
  [
    "an account",
    (root) => places.staff(root, "account/alder"),
    [
      (store) => store.account("alder"),
      (store) => store.sessionWithAccount("k1"),
      (store) => store.sessionsOf("alder"),
      (store) => store.staff(null),
      (store) => store.changeStaff(0, [{ kind: "account", id: "alder", value: {} }]),
      (store) => store.startSession({ key: "k2", account: "alder", value: {} }, []),
    ],
  ],
  [
    "a session",
    (root) => places.session(root, "k1"),
    [
      (store) => store.session("k1"),
      (store) => store.sessionWithAccount("k1"),
      (store) => store.openSessions(["k1"]),
      (store) => store.endSessions(["k1"]),
    ],
  ],
  [
    "the ends of an audit log",
    (root) => places.audit(root, "audit"),
    [
      (store) => store.auditEnds("audit"),
      (store) =>
        store.writeAudit("audit", {
          from: null,
          ends: { first: 1, last: 1, before: "", hash: "" },
          lines: [{ seq: 100, value: {} }],
        }),
    ],
  ],
  [
    "lines of an audit log",
    (root) => places.audit(root, "audit/1"),
    [(store) => store.auditLines("audit", 60, 70)],
  ],
];

describe.each(documents)("T05 a broken file of %s", (_, placeOf, calls) => {
  test.each([...damages, ...cuts])(
    "that is %s is an error for whoever asks, and stays as it is",
    (_name, how) =>
      inFolder(async (folder) => {
        await fillDocuments(folder);
        const place = placeOf(folder);
        await damage(place, how);
        const broken = await readFile(place);
        const store = await openIn(folder, { journalBytes: 1 });
        for (const call of calls) {
          const failure = {
            code: "store-file",
            file: place,
            message: expect.stringContaining("store:restore"),
          };
          await expect(call(store)).rejects.toMatchObject(failure);
        }
        await store.receive("b", incoming("b goes on"));
        expect(await store.readLog("b", { after: 133, limit: 10 })).toHaveLength(2);
        expect((await store.readState(["desk"])).size).toBe(1);
        expect(await store.ticket(1002)).toBeDefined();
        await allWritten(store);
        await store.close();
        expect(await readFile(place)).toEqual(broken);
        const { findings } = await checkStore(folder);
        expect(findings.filter(({ kind }) => kind === "broken").map(({ file }) => file)).toEqual([place]);
      }),
  );
});

test("T05 a broken conversation and a broken ticket are left out of lists, and reported", () =>
  inFolder(async (folder) => {
    await fillDocuments(folder);
    await damage(places.conversation(folder, "a"), () => Buffer.from("null"));
    await damage(places.ticket(folder, 1001), () => Buffer.from("null"));
    const log = keptLog();
    const store = await openIn(folder, { log });
    expect((await listed(store.conversations())).map(({ id }) => id)).toEqual(["b"]);
    const lists = [listed(store.tickets()), store.openTickets(), store.newestTickets({ limit: 10 })];
    for (const list of lists) expect((await list).map(({ number }) => number)).toEqual([1002]);
    await store.close();
    expect(log.lines.map(({ details }) => Reflect.get(details, "file"))).toEqual([
      places.conversation(folder, "a"),
      ...lists.map(() => places.ticket(folder, 1001)),
    ]);
  }));

test.each([
  [
    "conversations",
    (root: string) => places.conversation(root, "a"),
    (root: string) => places.conversation(root, "b"),
  ],
  ["tickets", (root: string) => places.ticket(root, 1001), (root: string) => places.ticket(root, 1002)],
  ["states", (root: string) => places.state(root, "desk"), (root: string) => places.state(root, user)],
  ["kinds", (root: string) => places.state(root, "desk"), (root: string) => places.ticket(root, 1001)],
])("T05 of two swapped %s neither is taken for the other", (_, one, other) =>
  inFolder(async (folder) => {
    await fillDocuments(folder);
    const [first, second] = await Promise.all([readFile(one(folder)), readFile(other(folder))]);
    await writeFile(one(folder), second);
    await writeFile(other(folder), first);
    const broken = (await checkStore(folder)).findings.filter(({ kind }) => kind === "broken");
    expect(new Set(broken.map(({ file }) => file))).toEqual(new Set([one(folder), other(folder)]));
    const store = await openIn(folder);
    const calls = [store.conversation("a"), store.ticket(1001), store.readState(["desk"])];
    const failures = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected");
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatchObject({ reason: { code: "store-file" } });
    await store.close();
  }),
);

test("T05 a document of a later state than the journal's is refused", () =>
  inFolder((folder) =>
    inFolder(async (later) => {
      await fillDocuments(later);
      await fillDocuments(folder);
      const store = await openIn(later, { journalBytes: 1 });
      for (let number = 1; number <= 50; number += 1) await store.receive("a", incoming(`later ${number}`));
      await allWritten(store);
      await store.close();
      await copyFile(places.conversation(later, "a"), places.conversation(folder, "a"));
      const earlier = await openIn(folder);
      await expect(earlier.conversation("a")).rejects.toThrow("is newer than the journal");
      await earlier.close();
    }),
  ));

test("T05 a broken document that the journal has records for ends the start", () =>
  inFolder(async (folder) => {
    await fillJournal(folder);
    const place = places.conversation(folder, "a");
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, "null");
    const before = await fingerprint(folder);
    await expect(openIn(folder)).rejects.toMatchObject({ code: "store-file", file: place });
    expect(await fingerprint(folder)).toEqual(before);
    await rm(place);
    await (await openIn(folder)).close();
  }));

test("a document that cannot be read is not taken for one that is not there", () =>
  inFolder(async (folder) => {
    await fillDocuments(folder);
    const place = places.conversation(folder, "a");
    await rm(place);
    await mkdir(place);
    const store = await openIn(folder);
    for (const call of [store.conversation("a"), store.openConversation(start("a"))]) {
      await expect(call).rejects.toMatchObject({ code: "store-unavailable", cause: { code: "EISDIR" } });
    }
    expect(await store.conversation("b")).toMatchObject({ lastSeq: 134 });
    await store.close();
  }));

test("a turn that cannot begin because its ticket cannot be read is free to whoever comes when it can", () =>
  inFolder(async (folder) => {
    await fillDocuments(folder);
    const place = places.ticket(folder, 1001);
    const bytes = await readFile(place);
    await rm(place);
    await mkdir(place);
    const store = await openIn(folder);
    const begun = () => undefined;
    await store.receive("a", { ...incoming("hello"), claim: { by: "one", leaseMs: 60_000, begun } });
    await expect(store.takeTurn("a", { by: "two", leaseMs: 60_000 })).rejects.toMatchObject({
      code: "store-unavailable",
    });
    expect(await store.pendingTurns("left")).toEqual(await store.pendingTurns());
    await rm(place, { recursive: true });
    await writeFile(place, bytes);
    expect(await store.takeTurn("a", { by: "three", leaseMs: 60_000 })).toMatchObject({ by: "three" });
    await store.close();
  }));
