import { type AuditLog, openAuditLog } from "../audit/audit-log.ts";
import type { Recorder } from "../audit/recorder.ts";
import type { Store } from "../store/port.ts";
import { type Eraser, makeEraser } from "./eraser.ts";
import { type Holds, openHolds } from "./holds.ts";
import { dueTalks, type RetentionRun, runRetention } from "./retention.ts";
import type { Retention } from "./retention-class.ts";

/** What the desk can do about what it keeps of people. */
export interface Privacy {
  store: Store;
  holds: Holds;
  eraser: Eraser;
  record: Recorder;
  /** who read what, which is kept for a shorter time than what was done */
  readingLog: AuditLog;
  /** What would go if retention ran now and believed the machine's clock. */
  due(): ReturnType<typeof dueTalks>;
  retain(): Promise<RetentionRun>;
}

/** Opens it on a store; `gone` hears of each erased talk. */
export function openPrivacy(parts: {
  store: Store;
  auditLog: AuditLog;
  record: Recorder;
  retention: Retention;
  now: () => Date;
  gone: (conversationId: string) => void;
}): Privacy {
  const { store, auditLog, record, retention, now, gone } = parts;
  const readingLog = openAuditLog(store, now, "readings");
  const holds = openHolds(store, now);
  const eraser = makeEraser({ store, holds, record, now, gone });
  return {
    store,
    holds,
    eraser,
    record,
    readingLog,
    due: () => dueTalks({ store, holds, retention }, now()),
    retain: () => runRetention({ store, holds, eraser, auditLog, readingLog, record, retention, now }),
  };
}
