import type { Server } from "../../../test/store/postgres/server.ts";
import type { Child } from "../../child.ts";
import type { LoadOrder } from "../../driver/main.ts";
import type { Load } from "../../driver/many.ts";
import { median, shown } from "../../numbers.ts";
import { type Figure, figure } from "../../report.ts";
import { startDesk, startPart, withFolder } from "../../variants.ts";
import type { Used } from "../../witness.ts";

const warmUpSeconds = 8;
const people = 32;

/**
 * The turns that a CPU second of the desk makes when two processes share the work, against one that has it all: with
 * each conversation at one of the two, and with each message of a conversation at the other than the one before.
 */
export const measureProcesses = (
  server: Server,
  { rounds, busySeconds }: { rounds: number; busySeconds: number },
): Promise<Figure[]> =>
  withFolder(async (folder) => {
    const url = await server.database();
    const driver = await startPart("driver");
    const desks: Child[] = [];
    try {
      for (let n = 0; n < 2; n += 1) desks.push(await startDesk(folder, url));
      const load = async (busy: readonly Child[], parallel: number, seconds: number): Promise<number> => {
        const urls = busy.map((desk) => desk.url);
        const order: LoadOrder = { urls, how: "directLine", parallel, seconds };
        return (await driver.ask<Load>("load", order)).turns;
      };
      const used = async (): Promise<number> =>
        sum((await Promise.all(desks.map((desk) => desk.ask<Used>("used")))).map(({ cpu }) => cpu));
      const turnsOfSecond = async (work: () => Promise<number>): Promise<number> => {
        const before = await used();
        const turns = await work();
        return (1000 * turns) / ((await used()) - before);
      };
      const atOne = () => load(desks.slice(0, 1), people, busySeconds);
      const apart = async () =>
        sum(await Promise.all(desks.map((desk) => load([desk], people / desks.length, busySeconds))));
      const mixed = () => load(desks, people, busySeconds);
      await load(desks, people, warmUpSeconds);
      const paces: Record<"one" | "apart" | "mixed", number>[] = [];
      for (let round = 0; round < rounds; round += 1)
        paces.push({
          one: await turnsOfSecond(atOne),
          apart: await turnsOfSecond(apart),
          mixed: await turnsOfSecond(mixed),
        });
      const typical = (of: "one" | "apart" | "mixed"): string => shown(median(paces.map((pace) => pace[of])));
      const ratio = (of: "apart" | "mixed"): number => median(paces.map((pace) => pace[of] / pace.one));
      return [
        figure(
          "turns of a CPU second, two processes against one",
          ratio("apart"),
          "x",
          { least: 0.85 },
          `${typical("apart")} against ${typical("one")}`,
        ),
        {
          what: "the same with each message of a talk at the other process",
          measured: `${shown(ratio("mixed"))}x (${typical("mixed")})`,
          goal: null,
        },
      ];
    } finally {
      await Promise.all([driver, ...desks].map((child) => child.stop()));
    }
  });

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
