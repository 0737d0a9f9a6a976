import { openPostgresStore } from "../../../src/store/postgres/open.ts";
import type { Store } from "../../../src/store/store.ts";
import type { Server } from "../../../test/store/postgres/server.ts";
import { median, shown } from "../../numbers.ts";
import { echo } from "../../postgres/echo.ts";
import { fillPast } from "../../postgres/long-past.ts";
import { type Figure, figure } from "../../report.ts";

const few = 1000;
const conversationsOfRound = 30;
const quiet = { info: () => undefined, warn: () => undefined, error: fail };

function fail(about: unknown, text: string): never {
  throw new Error(`${text}: ${JSON.stringify(about)}`);
}

/** What a turn costs, in milliseconds: by the clock, of the processor in this process and in the server's. */
interface Cost {
  clock: number;
  here: number;
  server: number;
}

/** What a turn costs in a database with a long past against one with a short past; the two take turns. */
export async function measurePostgresPast(
  server: Server,
  { entries, rounds }: { entries: number; rounds: number },
): Promise<Figure[]> {
  const open = async (past: number) => {
    const url = await server.database();
    const store = await openPostgresStore(url, { log: quiet, lookEveryMs: 60_000 });
    return { store, bytes: await fillPast(url, past), costs: [] as Cost[] };
  };
  const [short, long] = [await open(few), await open(entries)];
  for (let round = 0; round <= rounds; round += 1) {
    for (const { store, costs } of [short, long]) {
      const cost = await costOfTurn(server, store);
      if (round > 0) costs.push(cost);
    }
  }
  await Promise.all([short.store.close(), long.store.close()]);
  const typical = ({ costs }: typeof short, of: (cost: Cost) => number): number => median(costs.map(of));
  const compared = (name: string, of: (cost: Cost) => number): Figure => {
    const [before, after] = [typical(short, of), typical(long, of)];
    const ratio = median(long.costs.map((cost, round) => of(cost) / of(short.costs[round] as Cost)));
    const detail = `${shown(after)} against ${shown(before)} ms`;
    return figure(`${stored(entries)}, ${name}`, ratio, "x", { most: 1.1 }, detail);
  };
  return [
    compared("CPU of desk and server", ({ here, server }) => here + server),
    compared("time", ({ clock }) => clock),
    {
      what: "turn of the store alone on PostgreSQL",
      measured: `${shown(typical(short, ({ server }) => server))} ms of the server's CPU, ${shown(typical(short, ({ here }) => here))} ms of the desk's; an entry of 300 characters takes ${shown(long.bytes)} bytes with keys, states and indexes`,
      goal: null,
    },
  ];
}

const stored = (entries: number): string =>
  `turn on PostgreSQL at ${entries.toLocaleString("en-US")} stored activities against ${few.toLocaleString("en-US")}`;

async function costOfTurn(server: Server, store: Store): Promise<Cost> {
  const [before, cpu, began] = [await server.cpuSeconds(), process.cpuUsage(), performance.now()];
  const turns = await echo(store, conversationsOfRound);
  const clock = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const used = (await server.cpuSeconds()) - before;
  return { clock: clock / turns, here: (user + system) / 1000 / turns, server: (used * 1000) / turns };
}
