import type { Done } from "./audit-line.ts";
import type { AuditLog } from "./audit-log.ts";

/** Notes in the audit log, and for the operator, what was done. */
export type Recorder = (done: Done) => Promise<void>;

/** Makes a recorder; `tell` hears of each line once it is durable. */
export const makeRecorder =
  (log: Pick<AuditLog, "add">, tell: (event: string, about: Record<string, unknown>) => void): Recorder =>
  async (done) => {
    const { seq, who, what, about } = await log.add(done);
    tell(what, { audit: seq, by: who.kind === "agent" ? who.id : who.kind, ...about });
  };
