import type { Profiler } from "node:inspector/promises";
import type { LoadOrder } from "./driver/main.ts";
import type { Load } from "./driver/many.ts";
import { type HotPlace, hotPlaces } from "./hottest.ts";
import { table } from "./report.ts";
import { startDesk, startDeskOnPostgres, startPart, withFolder } from "./variants.ts";

const parallel = 32;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const rows = (places: readonly HotPlace[]): string[][] =>
  places.map(({ place, own, with: both }) => [place, percent(own), percent(both)]);
const ours = /(^| )(src|dialogs)\//;

/** How a desk is started on the stores on which a desk can be profiled. */
const stores = { embedded: startDesk, postgres: startDeskOnPostgres };

/** Where the desk spends its time under load, as tables: by package, its own functions, and those of libraries. */
export const profileDesk = (store: keyof typeof stores, seconds: number): Promise<string> =>
  withFolder(async (folder) => {
    const [desk, driver] = [await stores[store](folder), await startPart("driver")];
    try {
      const load = (length: number) =>
        driver.ask<Load>("load", {
          urls: [desk.url],
          how: "directLine",
          parallel,
          seconds: length,
        } satisfies LoadOrder);
      await load(seconds);
      await desk.ask("beginProfile");
      const { turns } = await load(seconds);
      const profile = await desk.ask<Profiler.Profile>("endProfile");
      const places = hotPlaces(profile, "function");
      const head = (what: string): string[] => [what, "own time", "with what it calls"];
      return [
        `${turns} turns; shares of the busy time of the main thread`,
        table(head("package"), rows(hotPlaces(profile, "package").slice(0, 20))),
        table(
          head("function of the desk"),
          rows(places.filter(({ place }) => ours.test(place)).slice(0, 40)),
        ),
        table(head("other function"), rows(places.filter(({ place }) => !ours.test(place)).slice(0, 40))),
      ].join("\n\n");
    } finally {
      await Promise.all([driver.stop(), desk.stop()]);
    }
  });
