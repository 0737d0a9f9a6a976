import { shown } from "../numbers.ts";
import type { Figure } from "../report.ts";
import { startDesk, startPart, withFolder } from "../variants.ts";
import type { Used } from "../witness.ts";

const pokes = 400;
const kilobyte = 1024;

/** What many people cost who are connected and say nothing, and how long one of them waits for a reply. */
export const measureSockets = (sockets: number): Promise<Figure> =>
  withFolder(async (folder) => {
    const [desk, driver] = [await startDesk(folder), await startPart("driver")];
    try {
      const { url } = desk;
      await driver.ask("connect", { url, sockets: 100 });
      await driver.ask("poke", { times: pokes });
      const before = await desk.ask<Used>("usedAfterCollection");
      await driver.ask("connect", { url, sockets });
      const { p50, p95 } = await driver.ask<{ p50: number; p95: number }>("poke", { times: pokes });
      const after = await desk.ask<Used>("usedAfterCollection");
      await driver.ask("disconnect");
      const each = (of: "heap" | "resident"): string => shown((after[of] - before[of]) / sockets / kilobyte);
      return {
        what: `${sockets.toLocaleString("en-US")} idle widget sockets`,
        measured: `${each("heap")} kB of heap each, ${each("resident")} kB resident; one message p50 ${shown(p50)} ms, p95 ${shown(p95)} ms`,
        goal: null,
      };
    } finally {
      await Promise.all([driver.stop(), desk.stop()]);
    }
  });
