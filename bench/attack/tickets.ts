import { setTimeout as sleep } from "node:timers/promises";
import { Browser } from "../../test/api/browser.ts";
import { attackDesk } from "./attacked-desk.ts";
import { addressOf, FloodProxy, keepAt, Stranger, sameNetwork } from "./stranger.ts";

const home = { headers: { "x-forwarded-for": "198.51.100.7" } };

/** The shortest ways to a ticket. */
const ways = [
  ["person", "Yes, pass it on", "Here in this chat"],
  ["my account was hacked", "yes"],
] as const;

/** How many tickets stand in the agents' queue after so many networks opened as many as they could. */
export const ticketFlood = (tree: string, networks: 1 | 1000, seconds: number): Promise<number> =>
  attackDesk(tree, { TRUST_PROXY: "1", LOG_LEVEL: "silent" }, async (desk) => {
    const owner = new Browser(desk.url);
    const account = { email: "oak@desk.example", password: "seven green doors ajar", name: "Oak" };
    await owner.post("/owner", { token: desk.ownerToken, ...account }, home);
    const proxy = new FloodProxy(desk.url);
    const end = Date.now() + seconds * 1000;
    await keepAt(
      48,
      () => Date.now() > end,
      async (nth) => {
        const stranger = await Stranger.begin(
          proxy,
          networks === 1 ? sameNetwork(nth) : addressOf(nth % networks),
        );
        if (stranger === null) return sleep(100);
        for (const text of ways[nth % ways.length] ?? []) await stranger.say(text);
        return undefined;
      },
    );
    proxy.end();
    return queued(owner);
  });

/** How many tickets wait, once no more come. */
async function queued(owner: Browser): Promise<number> {
  let before = -1;
  for (;;) {
    const { status, body } = await owner.get("/tickets?state=queued&limit=1", home);
    if (status !== 200) throw new Error(`the queue was answered with ${status}`);
    if (body.total === before) return before;
    before = body.total;
    await sleep(1000);
  }
}
