import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import { bothStores } from "./both-stores.ts";
import type { Browser } from "./browser.ts";

describe.each(bothStores)("T49: a talk with large entries of before, on %s", (_, openStores) => {
  let api: TestApi;
  let alder: Browser;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const { here, there, ...stores } = await openStores();
    api = await openApi({ store: here });
    remove = async () => {
      if (there !== here) await there.close();
      await stores.remove();
    };
    await api.join("Oak", "owner");
    alder = await api.join("Alder", "agent");
    await api.openTicket(1);
    await alder.post("/tickets/1/claim");
    const blobs = [...Array(40).fill(60_000), 600_000, ...Array(40).fill(100)];
    for (const [at, size] of blobs.entries())
      await here.receive("talk-1", {
        activity: { type: "event", id: `blob-${at}`, name: "f", value: "ü".repeat(size / 2) },
        keys: [],
        at: new Date().toISOString(),
        needsTurn: false,
      });
  });
  afterAll(async () => {
    await api.stop();
    await remove();
  });

  const page = async (after: number, limit = 500) => {
    const path = `/conversations/talk-1/activities?after=${after}&limit=${limit}`;
    const { body } = await alder.get(path);
    return { ...body, bytes: Buffer.byteLength(JSON.stringify(body)) };
  };

  /** Before: 11 MB in one answer. */
  test("is read in answers of about 256 KB, each entry once and in order, and an entry alone that is longer", async () => {
    const seqs: number[] = [];
    const sizes: number[] = [];
    let after = 0;
    for (let more = true; more; ) {
      const one = await page(after);
      expect(one.more).toBe(one.next !== null);
      seqs.push(...one.activities.map(({ seq }: { seq: number }) => seq));
      sizes.push(one.bytes);
      if (one.activities.length > 1) expect(one.bytes).toBeLessThan(260 * 1024);
      if (one.more) expect(one.next).toBe(seqs.at(-1));
      else expect(one.lastSeq).toBe(seqs.at(-1));
      after = one.next;
      more = one.more;
    }
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeGreaterThan(600_000);
  });
  test("is read by as few as asked, and says whether there are more", async () => {
    const { lastSeq } = await page(0, 1);
    for (const [after, limit, count, next] of [
      [lastSeq - 30, 7, 7, lastSeq - 23],
      [lastSeq - 30, 30, 30, null],
      [lastSeq - 30, 29, 29, lastSeq - 1],
      [lastSeq, 10, 0, null],
    ] as const) {
      const one = await page(after, limit);
      expect([one.activities.length, one.next]).toEqual([count, next]);
    }
  });
});
