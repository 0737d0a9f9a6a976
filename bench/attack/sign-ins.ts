import { setTimeout as sleep } from "node:timers/promises";
import { Browser } from "../../test/api/browser.ts";
import { attackDesk } from "./attacked-desk.ts";
import { addressOf } from "./stranger.ts";

const email = "oak@desk.example";
const password = "seven green doors ajar";
const wrongPerSecond = 40;
const networks = 1000;

/** How many of the right ones got through, and how many wrong ones were sent meanwhile. */
export interface SignIns {
  tries: number;
  /** sign-ins in a browser in which that person signed in before */
  device: number;
  /** proofs of the password in an open session */
  stepUp: number;
  /** the change of the password, last */
  changed: boolean;
  wrong: number;
}

const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
const home = from("198.51.100.7");

/** Wrong sign-ins from many networks, half of them with an address that exists, until it is stopped. */
function flood(url: string): { stop(): Promise<number> } {
  const under = new Set<Promise<unknown>>();
  let sent = 0;
  const rounds = setInterval(() => {
    const number = sent++;
    const name = number % 2 === 0 ? email : `made-up-${number}@desk.example`;
    const one = new Browser(url)
      .post("/session", { email: name, password: "wrong wrong wrong" }, from(addressOf(number % networks)))
      .catch(() => undefined)
      .finally(() => under.delete(one));
    under.add(one);
  }, 1000 / wrongPerSecond);
  return {
    stop: async () => {
      clearInterval(rounds);
      await Promise.all(under);
      return sent;
    },
  };
}

/** Signs in with the right password, again and again, under 40 wrong ones a second. */
export const signInFlood = (tree: string, tries: number): Promise<SignIns> =>
  attackDesk(tree, { TRUST_PROXY: "1", LOG_LEVEL: "silent" }, async ({ url, ownerToken }) => {
    const oak = new Browser(url);
    await oak.post("/owner", { token: ownerToken, email, password, name: "Oak" }, home);
    await oak.look();
    const signedOut = new Browser(url);
    signedOut.device = oak.device;
    const wrong = flood(url);
    await sleep(3000);
    const count = { device: 0, stepUp: 0 };
    for (let round = 0; round < tries; round += 1) {
      signedOut.cookie = null;
      if ((await signedOut.post("/session", { email, password }, home)).status === 204) count.device += 1;
      if ((await oak.post("/step-up", { password }, home)).status === 204) count.stepUp += 1;
    }
    const { status } = await oak.post("/password", { current: password, next: `${password} again` }, home);
    return { tries, ...count, changed: status === 204, wrong: await wrong.stop() };
  });
