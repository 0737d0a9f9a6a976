import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import { bothStores } from "./both-stores.ts";
import type { Browser } from "./browser.ts";

interface Page {
  tickets: { number: number }[];
  next: string | null;
  more: boolean;
  total: number | null;
}

describe.each(bothStores)("pages of lists, on %s", (_, openStores) => {
  let api: TestApi;
  let oak: Browser;
  let alder: Browser;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const { here, there, ...stores } = await openStores();
    api = await openApi({ store: here });
    remove = async () => {
      if (there !== here) await there.close();
      await stores.remove();
    };
    oak = await api.join("Oak", "owner");
    alder = await api.join("Alder", "agent");
    for (let number = 1001; number <= 1012; number += 1)
      await api.openTicket(number, number === 1007 ? { priority: "urgent" } : {});
    await alder.post("/tickets/1002/claim");
    await alder.post("/tickets/1003/claim");
    // biome-ignore lint/suspicious/noThenProperty: the API's field has this name
    await alder.post("/tickets/1003/resolve", { outcome: "solved", then: "done" });
  });
  afterAll(async () => {
    await api.stop();
    await remove();
  });

  const page = async (browser: Browser, query: string): Promise<Page> =>
    (await browser.get(`/tickets?${query}`)).body;
  const numbersOf = ({ tickets }: Page): number[] => tickets.map(({ number }) => number);
  const numbers = async (browser: Browser, query: string): Promise<number[]> =>
    numbersOf(await page(browser, query));

  test.each(["queued", "waiting", "claimed", "mine", "all", "resolved"])(
    "of %s have each ticket once, in the order of the whole list",
    async (state) => {
      const whole = await page(alder, `state=${state}&limit=200`);
      expect([whole.more, whole.next]).toEqual([false, null]);
      const found: number[] = [];
      for (let after = ""; ; ) {
        const one = await page(alder, `state=${state}&limit=2${after}`);
        found.push(...numbersOf(one));
        expect([one.more, one.total]).toEqual([one.next !== null, whole.total]);
        if (one.next === null) break;
        after = `&after=${encodeURIComponent(one.next)}`;
      }
      expect(found).toEqual(numbersOf(whole));
      expect(found.length).toBeGreaterThan(0);
      expect(whole.total).toBe(state === "all" || state === "resolved" ? null : found.length);
    },
  );

  test("of the queue go on where they were while others leave, among them the one where the page ended", async () => {
    const order = await numbers(oak, "state=queued&limit=200");
    const first = await page(oak, "state=queued&limit=3");
    expect([numbersOf(first), first.total]).toEqual([order.slice(0, 3), order.length]);
    for (const at of [0, 2, 3]) await alder.post(`/tickets/${order[at]}/claim`);
    const rest: number[] = [];
    for (let next = first.next; next !== null; ) {
      const one = await page(oak, `state=queued&limit=3&after=${next}`);
      expect(one.total).toBe(order.length - 3);
      rest.push(...numbersOf(one));
      next = one.next;
    }
    expect(rest).toEqual(order.slice(4));
    expect(await numbers(oak, `state=queued&limit=3&before=${order[2]}`)).toEqual(order.slice(4, 7));
  });

  test("go on behind no place of another list, and behind no place at all", async () => {
    const { next } = await page(oak, "state=queued&limit=1");
    const older = (await page(oak, "state=all&limit=1")).next;
    for (const query of [
      `state=all&after=${next}`,
      `state=queued&after=${older}`,
      "state=queued&after=x",
      "after=",
    ])
      expect((await oak.get(`/tickets?${query}`)).status).toBe(400);
  });
});
