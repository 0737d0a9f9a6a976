import { median, shown } from "../numbers.ts";
import { type Figure, figure, table } from "../report.ts";
import { type Pace, type Paces, typical } from "./turns.ts";

/** The goals that compare the desk's turns with other bots'. A ratio is the median of the ratios within each round. */
export function compareTurns(paces: Paces, syncMs: number): Figure[] {
  const ordinary = "ordinary, expectReplies";
  const ratio = (other: string, of: keyof Pace, desk = "desk"): number => {
    const others = paces.get(other) ?? [];
    return median(
      (paces.get(desk) ?? []).map((pace, round) => pace[of] / (others[round]?.[of] ?? Number.NaN)),
    );
  };
  const faster = (other: string, least: number): Figure =>
    figure(`durable turns/s against the ${other}`, ratio(other, "turnsPerSecond"), "x", { least });
  const inTeams = (delivery: string, least: number): Figure =>
    figure(
      `durable turns/s through Teams' door, ${delivery}, against the ordinary, ${delivery}`,
      ratio(`ordinary, ${delivery}`, "turnsPerSecond", `desk, Teams ${delivery}`),
      "x",
      { least },
    );
  const more = typical(paces, "desk", "alone") - typical(paces, ordinary, "alone");
  return [
    faster(ordinary, 4),
    faster("ordinary, connector", 6),
    faster("successor, expectReplies", 2.5),
    faster("successor, connector", 5),
    inTeams("connector", 4),
    inTeams("expectReplies", 3),
    figure(
      `durable turns/s on PostgreSQL against the ${ordinary}`,
      ratio(ordinary, "turnsPerSecond", "desk on PostgreSQL"),
      "x",
      { least: 2 },
      `${shown(typical(paces, "desk on PostgreSQL", "cpu"))} ms of the desk's CPU a turn, the server's not counted`,
    ),
    {
      what: "what a door with no bot behind it would reach, against the ordinary, expectReplies",
      measured: `${shown(ratio(ordinary, "turnsPerSecond", "a door alone"))}x (${shown(typical(paces, "a door alone", "cpu"))} ms of CPU a turn)`,
      goal: null,
    },
    figure(
      "CPU per durable turn",
      typical(paces, "desk", "cpu"),
      " ms",
      { most: 0.33 },
      `${shown(ratio(ordinary, "cpu"))}x that of the ordinary, expectReplies`,
    ),
    figure("p99 at 32 talks against the ordinary, expectReplies", ratio(ordinary, "p99"), "x", {
      most: 0.3,
    }),
    figure("p99 at 32 talks against the ordinary, connector", ratio("ordinary, connector", "p99"), "x", {
      most: 0.3,
    }),
    figure(
      "median of one talk alone, more than the ordinary, expectReplies",
      more / syncMs,
      " fsyncs",
      { most: 2 },
      `${shown(more)} ms; one fsync takes ${shown(syncMs)} ms`,
    ),
  ];
}

/** All bots side by side, medians over the rounds. */
export const turnTable = (paces: Paces): string =>
  table(
    ["bot", "turns/s", "CPU ms a turn", "p50 ms at 32", "p99 ms at 32", "p50 ms alone"],
    [...paces.keys()].map((name) => [
      name,
      ...(["turnsPerSecond", "cpu", "p50", "p99", "alone"] as const).map((of) =>
        shown(typical(paces, name, of)),
      ),
    ]),
  );
