import type { Log } from "../runtime/log.ts";
import type { Limits } from "./limits.ts";

const windowMs = 60_000;
/** maximum number of distinct kinds; the rest share one */
const mostKinds = 200;
const others = "others";

interface Kind {
  level: keyof Log;
  about: { event: string; code?: string };
  lines: number;
  /** lines by network */
  by: Map<string, number>;
  leftOut: number;
}

/** Key of the network that a line is about. It is not written. */
export const byNetwork = Symbol("network");
/** share of all lines that is reserved for warnings and errors */
const forTrouble = 0.25;

const codeOf = ({
  code,
  because,
  name,
}: {
  code?: unknown;
  because?: unknown;
  name?: unknown;
}): string | undefined => {
  const found = code ?? because ?? name;
  return typeof found === "string" ? found : undefined;
};

/**
 * Samples log lines that outsiders can cause. Writes the first `most` lines a minute of each kind (event and code),
 * limited by network and in total. One line (`left out`) at the end of the minute reports the number of dropped lines.
 */
export function sampleLog(
  log: Log,
  most: number,
  { linesPerNetwork, linesOfAllKinds }: Partial<Pick<Limits, "linesPerNetwork" | "linesOfAllKinds">> = {},
): Log & { close(): void } {
  const ofNetwork = linesPerNetwork ?? Number.POSITIVE_INFINITY;
  const ofAll = linesOfAllKinds ?? Number.POSITIVE_INFINITY;
  let kinds = new Map<string, Kind>();
  let written = 0;
  let closing: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(closing);
    closing = undefined;
    const over = kinds;
    kinds = new Map();
    written = 0;
    for (const { level, about, leftOut } of over.values())
      if (leftOut > 0) log[level]({ ...about, lines: leftOut }, "left out");
  };
  const kindOf = (level: keyof Log, event: string, code: string | undefined): Kind => {
    const key = `${level} ${event} ${code}`;
    const known = kinds.get(key);
    if (known !== undefined) return known;
    if (kinds.size >= mostKinds && event !== others) return kindOf(level, others, undefined);
    const kind = {
      level,
      about: { event, ...(code !== undefined && { code }) },
      lines: 0,
      by: new Map<string, number>(),
      leftOut: 0,
    };
    kinds.set(key, kind);
    return kind;
  };
  const hasRoom = (kind: Kind, about: { [byNetwork]?: string }): boolean => {
    const room = kind.level === "warn" || kind.level === "error" ? ofAll : ofAll * (1 - forTrouble);
    if (kind.lines >= most || written >= room) return false;
    const network = about[byNetwork];
    if (network === undefined) return true;
    const before = kind.by.get(network) ?? 0;
    if (before >= ofNetwork) return false;
    kind.by.set(network, before + 1);
    return true;
  };
  const line =
    (level: keyof Log): Log["info"] =>
    (about, event) => {
      closing ??= setTimeout(close, windowMs).unref();
      const kind = kindOf(level, event, codeOf(about));
      if (!hasRoom(kind, about)) {
        kind.leftOut += 1;
        return;
      }
      kind.lines += 1;
      written += 1;
      log[level](about, event);
    };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    close,
  };
}
