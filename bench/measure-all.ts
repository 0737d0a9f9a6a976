import { compareTurns, turnTable } from "./figures/compare.ts";
import { measureSync } from "./figures/fsync.ts";
import { measureGuard } from "./figures/guard.ts";
import { measurePast } from "./figures/past.ts";
import { measureSockets } from "./figures/sockets.ts";
import { type Length, measureTurns } from "./figures/turns.ts";
import { figureTable } from "./report.ts";

/** How much of everything a run measures. */
export interface Size {
  turns: Length;
  past: { talks: number; rounds: number };
  sockets: number;
}

/** `full` takes about five minutes, `quick` about one. */
export const sizes: { full: Size; quick: Size } = {
  full: {
    turns: { rounds: 5, busySeconds: 3, aloneSeconds: 1.5 },
    past: { talks: 100_000, rounds: 15 },
    sockets: 2000,
  },
  quick: {
    turns: { rounds: 2, busySeconds: 1.5, aloneSeconds: 0.7 },
    past: { talks: 5000, rounds: 4 },
    sockets: 300,
  },
};

/** Measures one thing after another; gives the tables of the report. */
export async function measureAll(size: Size, tell: (line: string) => void): Promise<[string, string]> {
  const syncMs = await measureSync();
  const paces = await measureTurns(size.turns, tell);
  tell(`keeping ${size.past.talks} past conversations`);
  const past = await measurePast(size.past);
  tell(`connecting ${size.sockets} people`);
  const sockets = await measureSockets(size.sockets);
  tell("proving who sent a request");
  const guard = await measureGuard();
  return [turnTable(paces), figureTable([...compareTurns(paces, syncMs), ...past, sockets, guard])];
}
