import { mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backupStore } from "../../../src/store/backup.ts";
import { checkStore } from "../../../src/store/check.ts";
import { Summing } from "../../../src/store/copy-store.ts";
import { filesBelow } from "../../../src/store/embedded/disk.ts";
import { places } from "../../../src/store/embedded/folders.ts";
import { segmentPath } from "../../../src/store/embedded/segment.ts";
import { incoming, later, noon, rating, receipt, reply, resolved, ticket, turn } from "../material.ts";
import { damage, fingerprint } from "./damage.ts";
import { inFolder } from "./folder.ts";
import { framesOf, unseal } from "./left-by.ts";
import { salvage, textsIn } from "./salvaged.ts";
import { allWritten, fill, fillDocuments, fillJournal, fillStaff, openIn } from "./stores.ts";

const flipped = (whole: Buffer): Buffer =>
  Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte)));

/** A store in which everything happened that one keeps, partly in documents and partly in the journal. */
async function fillAll(folder: string): Promise<void> {
  const store = await openIn(folder, { journalBytes: 20_000 });
  await fill(store);
  await fillStaff(store);
  await store.receive("a", incoming("who waits", { keys: ["id:9"] }));
  await store.commitTurn(
    turn("b", null, {
      receipts: [receipt("r1", "b")],
      ratings: [rating("g1", "b")],
      outbox: [{ id: "o1", conversationId: "b", kind: "mail", lane: "b", payload: { to: "x" } }],
      replies: [reply("of b")],
    }),
  );
  await store.openConversation({ ...incomingStart("c") });
  await store.receive("c", incoming("forget me"));
  await store.eraseConversation("c");
  await allWritten(store);
  await store.receive("b", incoming("given up"));
  await store.parkTurn({ conversationId: "b", seq: 136 }, "failed", later(1));
  await store.receive("a", incoming("the last"));
  await store.close();
}

const incomingStart = (id: string) => ({
  id,
  channel: "directline",
  userId: `dl_${id}`,
  locale: "en",
  startedAt: noon,
});

/** What a store holds: how many pieces of each kind, and a hash of them. */
async function summaryOf(folder: string): Promise<Summing["summary"]> {
  const pieces = (await openIn(folder)).inPieces();
  const sum = new Summing();
  for await (const piece of pieces.pieces()) sum.add(piece);
  await pieces.close();
  return sum.summary;
}

/** Salvages into a new folder, which then is a whole store; the damaged one has not changed. */
async function salvaged(desk: string) {
  const to = `${desk} salvaged`;
  const before = await fingerprint(desk);
  const report = await salvage(desk, to);
  expect(await fingerprint(desk)).toEqual(before);
  const { findings, endKnown } = await checkStore(to);
  expect(findings).toEqual([]);
  expect(endKnown).toBe(true);
  return { to, ...report };
}

describe("T05 a salvage", () => {
  test("of a store without damage brings out all of it, and says so", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillAll(desk);
      await writeFile(join(desk, "direct-line.secret"), "s", { mode: 0o600 });
      const { to, whole, lost } = await salvaged(desk);
      expect(await summaryOf(to)).toEqual(await summaryOf(desk));
      expect((await summaryOf(to)).counts).toMatchObject({ talk: 3, ticket: 2, unsent: 1, parked: 1 });
      expect({ whole, ...lost }).toMatchObject({ whole: true, records: 0, bytes: 0, files: 0 });
      expect((await stat(join(to, "direct-line.secret"))).mode & 0o777).toBe(0o600);
      const store = await openIn(to);
      expect(await store.conversation("c")).toBe("erased");
      expect(await store.receive("a", incoming("who waits", { keys: ["id:9"] }))).toMatchObject({
        duplicate: true,
        entry: { seq: 135 },
      });
      await store.close();
    }));

  test("without an account, the ends of the audit log and some of its lines brings out the others, and sessions", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillDocuments(desk);
      await damage(places.staff(desk, "account/alder"), flipped);
      await damage(places.audit(desk, "audit"), flipped);
      await damage(places.audit(desk, "audit/0"), flipped);
      const { to, whole, lost, out } = await salvaged(desk);
      expect({ whole, ...lost }).toMatchObject({ whole: false, staff: 1, files: 3 });
      expect(out).toMatchObject({ staff: 2, auditLines: 6 });
      const store = await openIn(to);
      const { accounts, all } = await store.staff(null);
      expect(accounts.map(({ value }) => value["id"])).toEqual(["birch"]);
      expect(all?.invitations).toHaveLength(1);
      expect((await store.session("k1"))?.value).toEqual({ agent: "alder" });
      expect(await store.auditEnds("audit")).toEqual({ first: 65, last: 70, before: "h64", hash: "h70" });
      expect([...(await store.auditLines("audit", 1, 100)).keys()]).toEqual([65, 66, 67, 68, 69, 70]);
      await store.close();
    }));

  test("without lines in the middle of the audit log keeps what its ends were", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillDocuments(desk);
      await damage(places.audit(desk, "audit/0"), flipped);
      const { to, lost } = await salvaged(desk);
      expect(lost).toMatchObject({ staff: 0, auditLines: 64, files: 1 });
      const store = await openIn(to);
      expect(await store.auditEnds("audit")).toMatchObject({ first: 1, last: 70 });
      await store.close();
    }));

  test("of a backup brings out all of it", () =>
    inFolder(async (folder) => {
      const store = await openIn(join(folder, "desk"));
      await fill(store);
      await backupStore(store, join(folder, "backup"), () => new Date(noon));
      await store.close();
      const { to, whole } = await salvaged(join(folder, "backup"));
      expect(whole).toBe(true);
      expect(await summaryOf(to)).toEqual(await summaryOf(join(folder, "desk")));
    }));

  test("leaves out one record in the middle: the entries after it keep their places", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      await damage(segmentPath(desk, 3), (whole) => {
        const [head, first, ...others] = framesOf(whole);
        return Buffer.concat([head ?? whole, flipped(first ?? whole), ...others]);
      });
      const { to, whole, lost } = await salvaged(desk);
      expect({ whole, ...lost }).toMatchObject({ whole: false, records: 1, entries: 1, files: 1 });
      const store = await openIn(to);
      const entries = await store.readLog("a", { after: 134, limit: 10 });
      expect(entries).toMatchObject([
        { seq: 135, audience: "desk", activity: { type: "event", name: "store.lost" } },
        { seq: 136, activity: { text: "the last" } },
      ]);
      expect(await store.pendingTurns()).toEqual([{ conversationId: "a", seq: 136 }]);
      await store.close();
    }));

  test("of a store without its last records tells what was in them, and gives no number twice", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      const store = await openIn(desk);
      await store.receive("a", incoming('sly: {"do":"ticket","conversation":"a","number":1003,'));
      const again = [ticket(1003, "a", { state: resolved, transcript: { conversationId: "a", upTo: 137 } })];
      await store.commitTurn(turn("a", 137, { replies: [reply("of the lost")], tickets: again }));
      await store.openConversation(incomingStart("d"));
      await store.receive("d", incoming("lost too"));
      await store.close();
      const lastSegment = segmentPath(desk, 4);
      await damage(lastSegment, (whole) => {
        const [head, first, second, ...others] = framesOf(whole);
        const torn = [second, ...others].map((one) => one?.subarray(20) ?? whole);
        return Buffer.concat([head ?? whole, first ?? whole, ...torn]);
      });
      const { to, lost } = await salvaged(desk);
      expect(lost).toMatchObject({ records: 3, entries: 2, tickets: 1, conversations: 1 });
      const out = await openIn(to);
      expect(await out.reserveTicketNumber()).toBe(1004);
      expect(await out.receive("a", incoming("goes on"))).toMatchObject({ entry: { seq: 139 } });
      await out.close();
    }));

  test("reads on after a segment's first line that is broken, one that is missing, and two that are swapped", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      const path = segmentPath(desk, 3);
      await damage(path, (whole) => Buffer.concat([Buffer.from("X"), whole.subarray(1)]));
      expect(await salvaged(desk)).toMatchObject({ whole: true, out: { entries: 270 } });
      await damage(path, (whole) => Buffer.concat([Buffer.from("f"), whole.subarray(1)]));
      await rm(`${desk} salvaged`, { recursive: true });

      const aside = join(folder, "aside");
      await rename(segmentPath(desk, 2), aside);
      await rename(path, segmentPath(desk, 2));
      await rename(aside, path);
      expect(await salvaged(desk)).toMatchObject({ whole: true, out: { entries: 270 } });
      await rm(`${desk} salvaged`, { recursive: true });

      await rm(path);
      const { to, ...report } = await salvaged(desk);
      expect(report).toMatchObject({
        whole: false,
        out: { conversations: 1, entries: 2, tickets: 0 },
        lost: { records: 7, entries: 134 },
      });
      expect(await textsIn(to, "a")).toEqual(["the next day", "the last"]);
    }));

  test.each([
    [
      "a conversation",
      (root: string) => places.conversation(root, "a"),
      { conversations: 1 },
      { entries: 198, tickets: 2 },
    ],
    [
      "older entries",
      (root: string) => places.segment(root, "a", 1),
      { entries: 64 },
      { entries: 204, tickets: 2 },
    ],
    ["bot state", (root: string) => places.state(root, "desk"), { states: 1 }, { entries: 268, states: 1 }],
    ["a ticket", (root: string) => places.ticket(root, 1002), { tickets: 1 }, { entries: 268, tickets: 1 }],
  ])("leaves out what only a broken file of %s had", (_, placeOf, lost, out) =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillDocuments(desk);
      await damage(placeOf(desk), flipped);
      const report = await salvaged(desk);
      expect(report).toMatchObject({ whole: false, lost: { ...lost, files: 1 }, out });
      expect(report.losses).toMatchObject([{ file: placeOf(desk), bytes: (await stat(placeOf(desk))).size }]);
      const store = await openIn(report.to);
      expect(await store.reserveTicketNumber()).toBe(1003);
      expect(await store.conversation("a")).toMatchObject({ userId: "dl_a", channel: "directline" });
      await store.close();
    }),
  );

  test("needs no document for what the journal has whole", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      for (const place of [
        places.conversation(desk, "a"),
        places.ticket(desk, 1001),
        places.state(desk, "desk"),
      ]) {
        await mkdir(join(place, ".."), { recursive: true });
        await writeFile(place, "null");
      }
      expect(await salvaged(desk)).toMatchObject({
        whole: true,
        out: { conversations: 2, entries: 270, tickets: 2 },
      });
    }));

  test("without a manifest knows what the documents and the journal say", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillAll(desk);
      await damage(places.manifest(desk), flipped);
      const { to, ...report } = await salvaged(desk);
      expect(report).toMatchObject({ whole: false, out: { conversations: 2, entries: 272, tickets: 2 } });
      expect(report.losses).toMatchObject([
        { file: places.manifest(desk), says: expect.stringContaining("waited") },
      ]);
      const store = await openIn(to);
      expect((await store.openTickets()).map(({ number }) => number)).toEqual([1001, 1002]);
      expect(await store.reserveTicketNumber()).toBe(1003);
      await store.close();
    }));

  test("of a store that was not closed says that its torn end may have been a write that was cut off", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      await unseal(desk);
      await damage(segmentPath(desk, 3), (whole) => whole.subarray(0, -1));
      expect(await salvaged(desk)).toMatchObject({
        whole: false,
        losses: [{ records: null }],
        out: { entries: 269 },
      });
    }));

  test("takes no record for one that a failed write left after a segment's end", () =>
    inFolder(async (folder) => {
      const desk = join(folder, "desk");
      await fillJournal(desk);
      const path = segmentPath(desk, 3);
      const refused = framesOf(await readFile(path)).at(-1) ?? Buffer.alloc(0);
      await damage(path, (whole) => whole.subarray(0, -refused.length));
      await unseal(desk);
      const store = await openIn(desk);
      await store.receive("a", incoming("the same number"));
      await store.close();
      expect(await salvaged(desk)).toMatchObject({ whole: true });
      await damage(path, (whole) => Buffer.concat([whole, refused]));
      await rm(`${desk} salvaged`, { recursive: true });
      const { to } = await salvaged(desk);
      expect(await textsIn(to, "a")).toEqual(["the next day", "the same number"]);
    }));
});

/** The same sequence of numbers below `below` for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9) >>> 0;
    return state % below;
  };
}

test(
  "T05 whatever happens to the files, a salvage ends with a whole store of nothing but what was there",
  () =>
    inFolder(async (folder) => {
      const sound = join(folder, "sound");
      await fillAll(sound);
      const texts = new Map<string, (string | undefined)[]>();
      const store = await openIn(sound);
      for (const id of ["a", "b"])
        texts.set(
          id,
          (await store.readLog(id, { after: 0, limit: 1_000 })).map(({ activity }) => activity.text),
        );
      await store.close();
      const files: [string, Buffer][] = [];
      for await (const path of filesBelow(sound)) files.push([path, await readFile(join(sound, path))]);
      let whole = 0;
      for (let seed = 1; seed <= 60; seed += 1) {
        const roll = dice(seed);
        const desk = join(folder, `desk ${seed}`);
        const hurt = new Set(Array.from({ length: 1 + roll(3) }, () => roll(files.length)));
        for (const [index, [path, bytes]] of files.entries()) {
          const at = roll(bytes.length);
          const ways = [
            Buffer.from(bytes.map((byte, place) => (place === at ? byte ^ (1 << roll(8)) : byte))),
            bytes.subarray(0, at),
            Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + roll(300))]),
            Buffer.concat([bytes.subarray(0, at), Buffer.alloc(roll(300), roll(256)), bytes.subarray(at)]),
          ];
          await mkdir(join(desk, path, ".."), { recursive: true });
          await writeFile(join(desk, path), (hurt.has(index) && ways[roll(4)]) || bytes);
        }
        const report = await salvaged(desk);
        whole += report.whole ? 1 : 0;
        const out = await openIn(report.to);
        for (const [id, said] of texts) {
          for (const { seq, activity } of await out.readLog(id, { after: 0, limit: 1_000 }))
            if (activity["name"] !== "store.lost") expect(activity.text, `seed ${seed}`).toBe(said[seq - 1]);
        }
        await out.close();
      }
      expect(whole).toBeLessThan(60);
    }),
  120_000,
);

test("T05 a folder that links into the store is refused as a backup's", () =>
  inFolder(async (folder) => {
    const store = await openIn(join(folder, "desk"));
    await fill(store);
    await symlink(join(folder, "desk"), join(folder, "link"));
    const refused = backupStore(store, join(folder, "link", "in"), () => new Date(noon));
    await expect(refused).rejects.toMatchObject({ code: "folder-in-use" });
    await store.close();
  }));
