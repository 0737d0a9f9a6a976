import type { StoreLog } from "../../src/store/store.ts";

/** A log that keeps what it is told. */
export interface KeptLog extends StoreLog {
  lines: { level: "info" | "warn" | "error"; details: object; message: string }[];
}

export function keptLog(): KeptLog {
  const lines: KeptLog["lines"] = [];
  const keep = (level: "info" | "warn" | "error") => (details: object, message: string) => {
    lines.push({ level, details, message });
  };
  return { lines, info: keep("info"), warn: keep("warn"), error: keep("error") };
}
