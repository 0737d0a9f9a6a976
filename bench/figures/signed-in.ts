import { openAccountServices } from "../../src/accounts/open-accounts.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import type { Store } from "../../src/store/store.ts";
import { crowd } from "../../test/accounts/material.ts";
import { Browser } from "../../test/api/browser.ts";
import { fixedKeys } from "../../test/fixed-keys.ts";
import type { Server } from "../../test/store/postgres/server.ts";
import type { Child } from "../child.ts";
import { median, shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";
import { startDesk, withFolder } from "../variants.ts";
import type { Used } from "../witness.ts";

/** How many rounds are counted, and how many requests each has at either desk. */
export interface SignedInSize {
  rounds: number;
  requests: number;
}

interface Desk {
  child: Child;
  agents: Browser[];
}

interface Cost {
  cpu: number;
  clock: number;
}

const few = 10;
const many = 2000;
const most = 1.1;
const now = () => new Date();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Puts so many people into a store, and signs the last ones of them in; gives their tokens. */
async function fill(store: Store, count: number): Promise<string[]> {
  const { directory, sessions } = openAccountServices(store, fixedKeys("bench"), now);
  const people = crowd(count);
  await directory.change(() => ({ people, invitations: [], links: [] }));
  const tokens: string[] = [];
  for (const { id } of people.slice(-few)) {
    const beginning = { by: "password", from: null, browser: "", provider: null } as const;
    tokens.push((await sessions.start(id, beginning)).token);
  }
  await store.close();
  return tokens;
}

async function startWith(count: number, folder: string, databaseUrl: string): Promise<Desk> {
  const store =
    databaseUrl === ""
      ? await openEmbeddedStore(folder, { now, log: quiet })
      : await openPostgresStore(databaseUrl, { log: quiet });
  const tokens = await fill(store, count);
  const child = await startDesk(folder, databaseUrl);
  const agents = tokens.map((token) => {
    const agent = new Browser(child.url);
    agent.cookie = `exit_desk_session=${token}`;
    return agent;
  });
  return { child, agents };
}

/** What a request costs the desk, in milliseconds: of its processor, and of the clock. */
async function costOf({ child, agents }: Desk, requests: number): Promise<Cost> {
  const before = await child.ask<Used>("used");
  const took: number[] = [];
  for (let n = 0; n < requests; n += 1) {
    const began = performance.now();
    const answer = await agents[n % agents.length]?.get("/session");
    if (answer?.status !== 200) throw new Error(`a signed-in request was answered with ${answer?.status}`);
    took.push(performance.now() - began);
  }
  const after = await child.ask<Used>("used");
  return { cpu: (after.cpu - before.cpu) / requests, clock: median(took) };
}

/** What a signed-in request costs at a desk of 2,000 people against one of ten, in turn; on PostgreSQL with a server. */
export const measureSignedIn = (size: SignedInSize, server?: Server): Promise<Figure> =>
  withFolder((fewFolder) =>
    withFolder(async (manyFolder) => {
      const desks: Desk[] = [];
      try {
        const database = async (): Promise<string> => (await server?.database()) ?? "";
        desks.push(await startWith(few, fewFolder, await database()));
        desks.push(await startWith(many, manyFolder, await database()));
        const costs: Cost[][] = [];
        for (let round = 0; round <= size.rounds; round += 1) {
          const cost: Cost[] = [];
          for (const at of round % 2 === 0 ? [0, 1] : [1, 0])
            cost[at] = await costOf(desks[at] as Desk, size.requests);
          if (round > 0) costs.push(cost);
        }
        const typical = (at: number, of: keyof Cost): number =>
          median(costs.map((cost) => cost[at]?.[of] ?? Number.NaN));
        const ratio = (of: keyof Cost): number =>
          median(costs.map(([one, other]) => (other?.[of] ?? Number.NaN) / (one?.[of] ?? Number.NaN)));
        return figure(
          `signed-in request at ${many.toLocaleString("en-US")} people against ${few}${server ? ", on PostgreSQL" : ""}, CPU`,
          ratio("cpu"),
          "x",
          { most },
          `${shown(typical(1, "cpu"))} against ${shown(typical(0, "cpu"))} ms; time ${shown(ratio("clock"))}x`,
        );
      } finally {
        await Promise.all(desks.map(({ child }) => child.stop()));
      }
    }),
  );
