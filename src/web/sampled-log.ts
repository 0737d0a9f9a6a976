import type { Log } from "./log.ts";

const windowMs = 60_000;
/** kinds that are told apart; more of them are one kind together */
const mostKinds = 200;
const others = "others";

interface Kind {
  level: keyof Log;
  about: { event: string; code?: string };
  lines: number;
  leftOut: number;
}

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
 * A log for what everybody can cause: of one kind (the event and its code) it writes the first `most` lines a minute, and
 * when the minute is over one line (`left out`) that says of how many more it was silent.
 */
export function sampledLog(log: Log, most: number): Log & { close(): void } {
  let kinds = new Map<string, Kind>();
  let closing: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(closing);
    closing = undefined;
    const over = kinds;
    kinds = new Map();
    for (const { level, about, leftOut } of over.values())
      if (leftOut > 0) log[level]({ ...about, lines: leftOut }, "left out");
  };
  const kindOf = (level: keyof Log, event: string, code: string | undefined): Kind => {
    const key = `${level} ${event} ${code}`;
    const known = kinds.get(key);
    if (known !== undefined) return known;
    if (kinds.size >= mostKinds && event !== others) return kindOf(level, others, undefined);
    const kind = { level, about: { event, ...(code !== undefined && { code }) }, lines: 0, leftOut: 0 };
    kinds.set(key, kind);
    return kind;
  };
  const line =
    (level: keyof Log): Log["info"] =>
    (about, event) => {
      closing ??= setTimeout(close, windowMs).unref();
      const kind = kindOf(level, event, codeOf(about));
      if (kind.lines >= most) {
        kind.leftOut += 1;
        return;
      }
      kind.lines += 1;
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
