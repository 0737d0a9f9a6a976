import type { AppendCost } from "../history/main.ts";
import { activitiesOfConversation } from "../history/past-conversation.ts";
import { median, shown } from "../numbers.ts";
import { type Figure, figure } from "../report.ts";
import { startPart, withFolder } from "../variants.ts";
import type { Used } from "../witness.ts";
import { measureStartUp } from "./start-up.ts";

const fewConversations = 100;
const appendsOfRound = 4000;
const megabyte = 1024 * 1024;

/** What a long past costs: memory, appends, and starting. `conversations` is how many resolved conversations that is. */
export const measurePast = ({
  conversations,
  rounds,
}: {
  conversations: number;
  rounds: number;
}): Promise<Figure[]> =>
  withFolder((longFolder) =>
    withFolder(async (shortFolder) => {
      const [long, short] = await Promise.all([
        startPart("history", { BENCH_STORE: longFolder }),
        startPart("history", { BENCH_STORE: shortFolder }),
      ]);
      try {
        const fill = async (count: number): Promise<Used> => {
          await long.ask("fill", { conversations: count });
          await long.ask("settle");
          return long.ask<Used>("usedAfterCollection");
        };
        await short.ask("fill", { talks: fewConversations });
        const few = await fill(fewConversations);
        const many = await fill(conversations - fewConversations);
        const costs: { long: AppendCost; short: AppendCost }[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          const activities = appendsOfRound;
          const cost = {
            short: await short.ask<AppendCost>("append", { activities }),
            long: await long.ask<AppendCost>("append", { activities }),
          };
          if (round > 0) costs.push(cost);
        }
        await Promise.all([long.ask("settle"), short.ask("settle")]);
        await Promise.all([long.stop(), short.stop()]);
        return [
          memoryFigure(conversations, few, many),
          ...appendFigures(conversations, costs),
          await measureStartUp(conversations, longFolder),
        ];
      } finally {
        await Promise.all([long.stop(), short.stop()]);
      }
    }),
  );

const counted = (count: number): string => count.toLocaleString("en-US");

const memoryFigure = (conversations: number, few: Used, many: Used): Figure =>
  figure(
    `memory after ${counted(conversations)} resolved conversations against ${fewConversations}`,
    (many.heap - few.heap) / megabyte,
    " MB",
    { most: 20 },
    `heap after collection; resident ${shown((many.resident - few.resident) / megabyte)} MB more`,
  );

type Costs = readonly { long: AppendCost; short: AppendCost }[];

/** Of the processor the mean, so that the rounds with a checkpoint count; of the clock the median, for the disk is moody. */
function appendFigures(conversations: number, costs: Costs): Figure[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const stored = `${counted(conversations * activitiesOfConversation)} stored activities against ${counted(fewConversations * activitiesOfConversation)}`;
  const compared = (what: keyof AppendCost, name: string, typical: typeof mean): Figure => {
    const short = typical(costs.map((cost) => cost.short[what]));
    const long = typical(costs.map((cost) => cost.long[what]));
    const detail = `${shown(long * 1000)} against ${shown(short * 1000)} µs`;
    return figure(`append cost at ${stored}, ${name}`, long / short, "x", { most: 1.1 }, detail);
  };
  return [compared("cpu", "CPU", mean), compared("clock", "time", median)];
}
