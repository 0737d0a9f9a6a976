import pino from "pino";

/** Where events go: fields first, then a short fixed name of the event. Never texts, tokens or URLs with a query. */
export type Log = Record<"debug" | "info" | "warn" | "error", (about: object, event: string) => void>;

/**
 * Makes the desk's log: one JSON line per event, control characters escaped, to stderr unless told otherwise. Whatever
 * is given as `error` or `err` is written without its message.
 */
export const makeLog = (
  level: string,
  destination: pino.DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: aboutError, err: aboutError },
    },
    destination,
  );

/** An error as the log has it; `because` is the code of what caused it, such as ENOSPC. */
interface AboutError {
  name: string;
  code?: string;
  because?: string;
  at: string[];
}

/** What may be logged of an error: its name, its code and where it was thrown. Its message may quote what people wrote. */
export function aboutError(error: unknown): AboutError {
  const { name = "unknown", code, stack = "", cause } = (error ?? {}) as Partial<Error> & { code?: unknown };
  const at = stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  const because = (cause as { code?: unknown } | undefined)?.code;
  return {
    name,
    at,
    ...(code !== undefined && { code: String(code) }),
    ...(because !== undefined && { because: String(because) }),
  };
}
