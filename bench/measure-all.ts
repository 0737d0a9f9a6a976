import { attempt, notMeasured } from "./attempt.ts";
import { compareTurns, turnTable } from "./figures/compare.ts";
import { measureSync } from "./figures/fsync.ts";
import { measureGuard } from "./figures/guard.ts";
import { measurePast } from "./figures/past.ts";
import { measurePostgres, type PostgresSize } from "./figures/postgres/measure.ts";
import { measureSignedIn, type SignedInSize } from "./figures/signed-in.ts";
import { measureSockets } from "./figures/sockets.ts";
import { type Length, measureTurns } from "./figures/turns.ts";
import { figureTable } from "./report.ts";

/** How much of everything a run measures. */
export interface Size {
  turns: Length;
  past: { conversations: number; rounds: number };
  sockets: number;
  signedIn: SignedInSize;
  postgres: PostgresSize;
}

const signedIn = { full: { rounds: 9, requests: 500 }, quick: { rounds: 4, requests: 200 } };

/** `full` takes about ten minutes, `quick` about two. */
export const sizes: { full: Size; quick: Size } = {
  full: {
    turns: { rounds: 5, busySeconds: 3, aloneSeconds: 1.5 },
    past: { conversations: 100_000, rounds: 15 },
    sockets: 2000,
    signedIn: signedIn.full,
    postgres: { rounds: 5, busySeconds: 4, entries: 1_000_000, messages: 200, signedIn: signedIn.full },
  },
  quick: {
    turns: { rounds: 2, busySeconds: 1.5, aloneSeconds: 0.7 },
    past: { conversations: 5000, rounds: 4 },
    sockets: 300,
    signedIn: signedIn.quick,
    postgres: { rounds: 2, busySeconds: 2, entries: 50_000, messages: 40, signedIn: signedIn.quick },
  },
};

/** What a run found: tables in Markdown, and the version of the PostgreSQL server. */
export interface Found {
  tables: string[];
  postgres: string;
}

/** Measures one thing after another; what fails is told in its place. */
export async function measureAll(size: Size, tell: (line: string) => void): Promise<Found> {
  const syncMs = await measureSync();
  const { paces, failed } = await measureTurns(size.turns, tell);
  tell(`keeping ${size.past.conversations} past conversations`);
  const past = await attempt("a long past", () => measurePast(size.past));
  tell(`connecting ${size.sockets} people`);
  const sockets = await attempt("idle widget sockets", () => measureSockets(size.sockets));
  tell("signing in at a desk of many people");
  const signedIn = await attempt("signed-in request", () => measureSignedIn(size.signedIn));
  tell("proving who sent a request");
  const guard = await attempt("guard of a request from Teams", measureGuard);
  const postgres = await measurePostgres(size.postgres, tell).catch((error: unknown) => ({
    figures: [notMeasured("the desk on PostgreSQL", error)],
    version: "did not start",
  }));
  const figures = [
    ...compareTurns(paces, syncMs),
    ...failed,
    ...past,
    ...sockets,
    ...signedIn,
    ...guard,
    ...postgres.figures,
  ];
  return { tables: [turnTable(paces), figureTable(figures)], postgres: postgres.version };
}
