import path from "node:path";
import { median } from "../numbers.ts";
import { type Figure, figure, figureTable } from "../report.ts";
import { desksOf } from "../variants.ts";
import { turnTable } from "./compare.ts";
import { measureTurns, type Paces } from "./turns.ts";

const slices = { rounds: 5, busySeconds: 4, aloneSeconds: 0.5 };
const DEARER_AT_MOST = 1.05;

/**
 * Compares the CPU of a turn with that of an earlier tree at `before`, built there by `npm ci` and any `npm run bench`. Both run at once and
 * take turns under load, five slices each; the ratio is the median of the ratios within each slice.
 */
export async function measureBefore(before: string, tell: (line: string) => void): Promise<string> {
  const trees = { before: path.resolve(before), now: process.cwd() };
  const { paces, failed } = await measureTurns(slices, tell, desksOf(trees));
  return [turnTable(paces), figureTable([...ratios(paces), ...failed])].join("\n\n");
}

const ratios = (paces: Paces): Figure[] =>
  [...paces].flatMap(([name, now]) => {
    const earlier = paces.get(name.replace(/^now/, "before"));
    if (!name.startsWith("now") || earlier === undefined) return [];
    const ratio = median(now.map(({ cpu }, slice) => cpu / (earlier[slice]?.cpu ?? Number.NaN)));
    return [
      figure(`CPU a turn against the tree before: ${name.slice("now, ".length)}`, ratio, "x", {
        most: DEARER_AT_MOST,
      }),
    ];
  });
