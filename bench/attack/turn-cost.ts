import path from "node:path";
import type { Child } from "../child.ts";
import { startChild } from "../child.ts";
import { measureTurns } from "../figures/turns.ts";
import { median, shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";
import { startCommand } from "./attacked-desk.ts";

const length = { rounds: 24, busySeconds: 1.5, aloneSeconds: 0.1 };

/** Starts the desk of a tree as `npm start` does, for the bench to drive. */
function startTree(tree: string, folder: string): Promise<Child> {
  const flags = startCommand(tree);
  const file = path.join(tree, flags.pop() ?? "");
  const env = { PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, DATABASE_URL: "", LOG_LEVEL: "warn" };
  return startChild({ file, flags, env });
}

/** How much dearer a durable turn became from one tree to another: both desks are driven in turn, round after round. */
export async function turnCost(
  before: string,
  after: string,
  tell: (line: string) => void,
): Promise<Figure[]> {
  const { paces, failed } = await measureTurns(length, tell, (folder) =>
    [before, after].map((tree, nth) => ({
      name: nth === 0 ? "before" : "after",
      how: "directLine",
      start: () => startTree(tree, path.join(folder, `${nth}`)),
    })),
  );
  const [old, now] = [paces.get("before") ?? [], paces.get("after") ?? []];
  const of = (what: "cpu" | "turnsPerSecond"): number =>
    median(now.map((pace, round) => pace[what] / (old[round]?.[what] ?? Number.NaN)));
  const cpu = (paces: typeof old): string => shown(median(paces.map((pace) => pace.cpu)));
  return [
    figure(
      "CPU of a durable turn against before",
      of("cpu"),
      "x",
      { most: 1.03 },
      `${cpu(now)} against ${cpu(old)} ms`,
    ),
    {
      what: "durable turns a second against before",
      measured: `${shown(of("turnsPerSecond"))}x`,
      goal: null,
    },
    ...failed,
  ];
}
