import type { Server } from "../../../test/store/postgres/server.ts";
import type { LoadOrder } from "../../driver/main.ts";
import type { Load } from "../../driver/many.ts";
import { shown } from "../../numbers.ts";
import { openWire } from "../../postgres/wire.ts";
import { type Figure, figure } from "../../report.ts";
import { startDesk, startPart, withFolder } from "../../variants.ts";
import type { Used } from "../../witness.ts";

const warmUpSeconds = 5;
/** the pool's ten, and one that listens and calls */
const mostConnections = 11;
/** what does not belong to a turn: opening a conversation, a socket that reads, calls to other processes, looks for what they left */
const aside = new Set([
  "open",
  "conversation",
  "log",
  "ring",
  "look",
  "pending_turns",
  "unsent",
  "take_lanes",
  "unsent_of",
]);

/** How often a turn goes to the database, counted on the wire, over how many connections, and what it costs there. */
export const measureTrips = (server: Server, seconds: number): Promise<Figure[]> =>
  withFolder(async (folder) => {
    const wire = await openWire(await server.database());
    const [desk, driver] = [await startDesk(folder, wire.url), await startPart("driver")];
    try {
      const load = (length: number) =>
        driver.ask<Load>("load", {
          urls: [desk.url],
          how: "directLine",
          parallel: 32,
          seconds: length,
        } satisfies LoadOrder);
      await load(warmUpSeconds);
      wire.takeTrips();
      const used = async () => ({
        desk: (await desk.ask<Used>("used")).cpu,
        server: (await server.cpuSeconds()) * 1000,
      });
      const before = await used();
      const { turns } = await load(seconds);
      const after = await used();
      const trips = [...wire.takeTrips()].sort(([, one], [, other]) => other - one);
      const told = (ofTurn: boolean): string =>
        trips
          .filter(([statement]) => aside.has(statement) !== ofTurn)
          .map(([statement, count]) => `${statement} ${shown(count / turns)}`)
          .join(", ");
      const inTurn = trips.filter(([statement]) => !aside.has(statement));
      // to two places: turns under way at either end are counted by halves
      const each = Math.round((inTurn.reduce((sum, [, count]) => sum + count, 0) / turns) * 100) / 100;
      return [
        figure(
          "round trips to PostgreSQL a turn",
          each,
          "",
          { most: 2 },
          `${told(true)}; aside from turns ${told(false)}`,
        ),
        figure("connections of a process to PostgreSQL at 32 talks", wire.mostConnections(), "", {
          most: mostConnections,
        }),
        {
          what: "turn of the desk on PostgreSQL",
          measured: `${shown((after.desk - before.desk) / turns)} ms of the desk's CPU, ${shown((after.server - before.server) / turns)} ms of the server's`,
          goal: null,
        },
      ];
    } finally {
      await Promise.all([driver.stop(), desk.stop()]);
      await wire.close();
    }
  });
