import pino from "pino";

/** Where events go: fields first, then a short fixed name of the event. Never texts, tokens or URLs with a query. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Makes the desk's log: one JSON line per event, control characters escaped, to stderr unless told otherwise. */
export const makeLog = (
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log => pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);

/** What may be logged of an error: its name, its code and where it was thrown. Its message may quote what people wrote. */
export function aboutError(error: unknown): { name: string; code?: string; at: string[] } {
  const { name = "unknown", code, stack = "" } = (error ?? {}) as Partial<Error> & { code?: unknown };
  const at = stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  return { name, at, ...(code !== undefined && { code: String(code) }) };
}
