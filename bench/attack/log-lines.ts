import { attackDesk } from "./attacked-desk.ts";
import { addressOf, FloodProxy, keepAt } from "./stranger.ts";

/** What a flood of what is refused left in the log. */
export interface Logged {
  asked: number;
  lines: number;
  bytes: number;
  seconds: number;
}

const foreign = "/v3/directline/conversations/none-of-mine/activities";

/** Asks for what is refused, in many ways, from a thousand networks. */
export const refusalFlood = (tree: string, seconds: number): Promise<Logged> =>
  attackDesk(tree, { TRUST_PROXY: "1" }, async ({ url, log }) => {
    const proxy = new FloodProxy(url);
    const before = { ...log };
    const began = Date.now();
    let asked = 0;
    await keepAt(
      32,
      () => Date.now() - began > seconds * 1000,
      async (nth) => {
        const from = addressOf(nth % 1000);
        asked += 1;
        if (nth % 4 === 0) await proxy.ask("GET", `/not-there-${nth}`, from);
        else if (nth % 4 === 1)
          await proxy.ask("POST", "/widget/token", from, { conversationId: `${nth}`, token: "x" });
        else if (nth % 4 === 2) await proxy.ask("GET", foreign, from, undefined, `forged-${nth}`);
        else await proxy.ask("POST", foreign, from, { type: "nothing" }, `forged-${nth}`);
      },
    );
    proxy.end();
    const lines = log.lines - before.lines;
    return { asked, lines, bytes: log.bytes - before.bytes, seconds: (Date.now() - began) / 1000 };
  });
