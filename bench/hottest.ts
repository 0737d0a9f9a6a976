import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector/promises";
import { SourceMap } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A function and its share of the busy time, 0 to 1: on its own, and with what it calls. */
export interface HotPlace {
  place: string;
  own: number;
  with: number;
}

const idle = "(idle)";

/** The places where a profile was busy, by functions or by packages; functions of ours under their source names. */
export function hotPlaces(profile: Profiler.Profile, by: "function" | "package"): HotPlace[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])),
  );
  const name = by === "function" ? functionName() : packageName;
  const places = new Map<string, HotPlace>();
  let busy = 0;
  const add = (place: string, to: "own" | "with", time: number): void => {
    const known = places.get(place) ?? { place, own: 0, with: 0 };
    known[to] += time;
    places.set(place, known);
  };
  profile.samples?.forEach((id, sample) => {
    const time = profile.timeDeltas?.[sample] ?? 0;
    const leaf = nodes.get(id);
    if (leaf === undefined || leaf.callFrame.functionName === idle) return;
    busy += time;
    add(name(leaf.callFrame), "own", time);
    const above = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = nodes.get(at);
      if (node) above.add(name(node.callFrame));
    }
    for (const place of above) add(place, "with", time);
  });
  return [...places.values()]
    .map(({ place, ...time }) => ({ place, own: time.own / busy, with: time.with / busy }))
    .sort((a, b) => b.own - a.own);
}

type Frame = Profiler.ProfileNode["callFrame"];

function packageName({ url, functionName }: Frame): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "native";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? "the desk";
}

function functionName(): (frame: Frame) => string {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (file: string): SourceMap | null => {
    const known = maps.get(file);
    if (known !== undefined) return known;
    const map = readMap(file);
    maps.set(file, map);
    return map;
  };
  return ({ functionName, url, lineNumber, columnNumber }) => {
    const called = functionName || "(anonymous)";
    if (!url.startsWith("file:")) return url === "" ? called : `${called} ${url}`;
    const file = fileURLToPath(url);
    const library = /.*node_modules\/(.*)/.exec(file)?.[1];
    if (library !== undefined) return `${called} ${library}:${lineNumber + 1}`;
    const entry = mapOf(file)?.findEntry(lineNumber, columnNumber);
    if (entry === undefined || !("originalSource" in entry)) return `${called} ${path.basename(file)}`;
    return `${called} ${entry.originalSource.replace(/^(\.\.\/)+/, "")}:${entry.originalLine + 1}`;
  };
}

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")));
  } catch {
    return null;
  }
}
