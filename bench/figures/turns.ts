import type { TeamsConfig } from "../../src/config/teams-config.ts";
import { notMeasured } from "../attempt.ts";
import type { Child } from "../child.ts";
import type { LoadOrder } from "../driver/main.ts";
import type { Load } from "../driver/many.ts";
import { median } from "../numbers.ts";
import type { Figure } from "../report.ts";
import { startPart, type Variant, variants, withFolder } from "../variants.ts";
import type { Used } from "../witness.ts";

/** What a bot did in one stretch of load. `cpu` is milliseconds of its process for each turn, `alone` one conversation's median. */
export interface Pace {
  turnsPerSecond: number;
  cpu: number;
  p50: number;
  p99: number;
  alone: number;
}

export type Paces = Map<string, Pace[]>;

/** How long to measure: rounds, and the seconds of each stretch at 32 conversations and with one conversation alone. */
export interface Length {
  rounds: number;
  busySeconds: number;
  aloneSeconds: number;
}

interface Running {
  variant: Variant;
  server: Child;
}

const parallel = 32;
const warmUp = { parallel, seconds: 4 };

/**
 * Measures all bots, or those given, in turn, round after round, so that whatever disturbs the machine disturbs all of them alike. A bot
 * that fails takes no part any more.
 */
export async function measureTurns(
  length: Length,
  tell: (line: string) => void,
  bots: typeof variants = variants,
): Promise<{ paces: Paces; failed: Figure[] }> {
  return withFolder(async (folder) => {
    const driver = await startPart("driver");
    const running: Running[] = [];
    const paces: Paces = new Map();
    const failed = new Map<string, Figure>();
    const attempt = async ({ name }: Variant, work: () => Promise<void>): Promise<void> => {
      if (!failed.has(name)) await work().catch((error) => void failed.set(name, notMeasured(name, error)));
    };
    try {
      for (const variant of bots(folder, await driver.ask<TeamsConfig>("issuer")))
        await attempt(variant, async () => {
          const one = { variant, server: await variant.start() };
          running.push(one);
          await load(driver, one, warmUp);
          paces.set(variant.name, []);
        });
      for (let round = 1; round <= length.rounds; round += 1) {
        for (const one of running)
          await attempt(one.variant, async () => {
            const pace = await measure(driver, one, length);
            paces.get(one.variant.name)?.push(pace);
            tell(`round ${round}, ${one.variant.name}: ${Math.round(pace.turnsPerSecond)} turns/s`);
          });
      }
      for (const name of failed.keys()) paces.delete(name);
      return { paces, failed: [...failed.values()] };
    } finally {
      await Promise.all([driver, ...running.map(({ server }) => server)].map((child) => child.stop()));
    }
  });
}

const load = (driver: Child, { variant, server }: Running, size: { parallel: number; seconds: number }) =>
  driver.ask<Load>("load", { urls: [server.url], how: variant.how, ...size } satisfies LoadOrder);

async function measure(driver: Child, one: Running, length: Length): Promise<Pace> {
  const before = await one.server.ask<Used>("used");
  const busy = await load(driver, one, { parallel, seconds: length.busySeconds });
  const after = await one.server.ask<Used>("used");
  const alone = await load(driver, one, { parallel: 1, seconds: length.aloneSeconds });
  return {
    turnsPerSecond: busy.turns / busy.seconds,
    cpu: (after.cpu - before.cpu) / busy.turns,
    p50: busy.p50,
    p99: busy.p99,
    alone: alone.p50,
  };
}

/** The median over all rounds of one number of one bot. */
export const typical = (paces: Paces, name: string, of: keyof Pace): number =>
  median((paces.get(name) ?? []).map((pace) => pace[of]));
