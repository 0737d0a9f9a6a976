import type { Store } from "../store/store.ts";
import type { Reports } from "./schemas/tickets.ts";

/** Counts satisfaction ratings; results are cached for a minute. */
export type ReportDesk = () => Promise<Reports>;

const freshMs = 60_000;

async function count(store: Pick<Store, "tickets" | "conversations" | "ratings">): Promise<Reports> {
  const byScore = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };
  const solved = { count: 0, yes: 0, partly: 0, no: 0 };
  let sum = 0;
  for await (const { csat } of store.tickets()) {
    if (csat === null) continue;
    byScore[String(csat.score) as keyof typeof byScore] += 1;
    sum += csat.score;
  }
  for await (const { id } of store.conversations()) {
    for (const rating of await store.ratings(id)) {
      solved[rating.solved] += 1;
      solved.count += 1;
    }
  }
  const rated = Object.values(byScore).reduce((all, one) => all + one, 0);
  return { csat: { count: rated, average: rated === 0 ? null : sum / rated, byScore }, solved };
}

/** Makes the report over a store. Concurrent callers share one count. */
export function makeReports(
  store: Pick<Store, "tickets" | "conversations" | "ratings">,
  now: () => Date,
): ReportDesk {
  let cached: { at: number; counting: Promise<Reports> } | null = null;
  return () => {
    const at = now().getTime();
    if (cached !== null && at - cached.at < freshMs) return cached.counting;
    const counting = count(store);
    cached = { at, counting };
    counting.catch(() => {
      cached = null;
    });
    return counting;
  };
}
