import type { Server } from "../../../test/store/postgres/server.ts";
import type { Child } from "../../child.ts";
import type { LoadOrder } from "../../driver/main.ts";
import type { Load } from "../../driver/many.ts";
import { median, shown } from "../../numbers.ts";
import { type Figure, figure } from "../../report.ts";
import { startDesk, startPart, withFolder } from "../../variants.ts";
import type { Used } from "../../witness.ts";

const warmUpSeconds = 8;

/** The turns that a CPU second of the desk makes when two processes share the work, against one that has it all. */
export const measureProcesses = (
  server: Server,
  { rounds, busySeconds }: { rounds: number; busySeconds: number },
): Promise<Figure> =>
  withFolder(async (folder) => {
    const url = await server.database();
    const driver = await startPart("driver");
    const desks: Child[] = [];
    try {
      for (let n = 0; n < 2; n += 1) desks.push(await startDesk(folder, url));
      const load = (busy: readonly Child[], seconds: number) =>
        driver.ask<Load>("load", {
          urls: busy.map((desk) => desk.url),
          how: "directLine",
          parallel: 32,
          seconds,
        } satisfies LoadOrder);
      const turnsOfSecond = async (busy: readonly Child[]): Promise<number> => {
        const used = async (): Promise<number> =>
          (await Promise.all(busy.map((desk) => desk.ask<Used>("used")))).reduce(
            (sum, { cpu }) => sum + cpu,
            0,
          );
        const before = await used();
        const { turns } = await load(busy, busySeconds);
        return (1000 * turns) / ((await used()) - before);
      };
      await load(desks, warmUpSeconds);
      const paces: { one: number; two: number }[] = [];
      for (let round = 0; round < rounds; round += 1)
        paces.push({ one: await turnsOfSecond(desks.slice(0, 1)), two: await turnsOfSecond(desks) });
      const [one, two] = [median(paces.map((pace) => pace.one)), median(paces.map((pace) => pace.two))];
      return figure(
        "turns of a CPU second, two processes without stickiness against one",
        median(paces.map((pace) => pace.two / pace.one)),
        "x",
        { least: 0.85 },
        `${shown(two)} against ${shown(one)}`,
      );
    } finally {
      await Promise.all([driver, ...desks].map((child) => child.stop()));
    }
  });
