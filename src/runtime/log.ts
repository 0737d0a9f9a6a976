import pino from "pino";

/** Structured log: fields first, then a fixed event name. Never texts, tokens or URLs with a query. */
export type Log = Record<"debug" | "info" | "warn" | "error", (about: object, event: string) => void>;

/**
 * Makes the log: one JSON line per event with escaped control characters, to stderr by default. Fields named `error` or
 * `err` are written without their message.
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

/** Loggable part of an error; `because` is the code of its cause, such as ENOSPC. */
interface AboutError {
  name: string;
  code?: string;
  because?: string;
  at: string[];
}

/** Returns the name, code and stack of an error. Omits its message, which may quote what people wrote. */
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
