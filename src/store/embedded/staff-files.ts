import { z } from "zod";
import { AuditEnds, StaffKind } from "../staff.ts";
import type { StateText } from "./conversation-file.ts";
import { type Codec, type Document, Misplaced } from "./document-file.ts";
import { type JournalOperation, JsonText } from "./journal-operation.ts";

/** of a document and of what stands around its texts */
const overhead = 500;

const positive = z.number().int().positive();

/** Parses the name of a staff document into kind and id. */
export function parseStaffName(name: string): { of: StaffKind; id: string } {
  const at = name.indexOf("/");
  return { of: StaffKind.parse(name.slice(0, at)), id: name.slice(at + 1) };
}

/** An account with the sessions that it has, or an invitation or a link; `name` is `<kind>/<id>`. */
export class StaffFile implements Document {
  lsn = 0;
  /** undefined: there is no such record, or an account that only has sessions */
  record: (StateText & { position: number }) | undefined;
  /** keys, in the order in which they began */
  sessions = new Set<string>();

  constructor(readonly name: string) {}

  get bytes(): number {
    return overhead + (this.record?.text.length ?? 0) + 100 * this.sessions.size;
  }

  get blank(): boolean {
    return this.record === undefined && this.sessions.size === 0;
  }

  apply(change: JournalOperation, lsn: number): void {
    if (change.do === "session") {
      if (change.value === undefined) this.sessions.delete(change.key);
      else this.sessions.add(change.key);
    }
    if (change.do !== "staff") return;
    const { position, value: text } = change;
    this.record = text === undefined ? undefined : { position, text, eTag: String(lsn) };
  }
}

export const StaffDocument = z.object({
  kind: z.literal("staff"),
  of: StaffKind,
  id: z.string().min(1),
  lsn: positive,
  record: z.object({ position: positive, eTag: z.string(), value: JsonText }).nullable(),
  sessions: z.array(z.string()),
});

/** Builds the codec of a staff document with this name; without one, of any. */
export function staffCodec(name?: string): Codec<StaffFile> {
  return {
    write: ({ name: own, lsn, record, sessions }) => {
      const { of, id } = parseStaffName(own);
      const head = `{"kind":"staff","of":"${of}","id":${JSON.stringify(id)},"lsn":${lsn}`;
      const value =
        record && `{"position":${record.position},"eTag":"${record.eTag}","value":${record.text}}`;
      return [`${head},"record":${value ?? "null"},"sessions":${JSON.stringify([...sessions])}}`];
    },
    read(json) {
      const { of, id, lsn, record, sessions } = StaffDocument.parse(json);
      const file = new StaffFile(checkPlace(`${of}/${id}`, name));
      file.lsn = lsn;
      file.record = record === null ? undefined : { ...record, text: record.value };
      file.sessions = new Set(sessions);
      return file;
    },
  };
}

/** One session. */
export class SessionFile implements Document {
  lsn = 0;
  record: (StateText & { account: string }) | undefined;

  constructor(readonly key: string) {}

  get bytes(): number {
    return overhead + (this.record?.text.length ?? 0);
  }

  get blank(): boolean {
    return this.record === undefined;
  }

  apply(change: JournalOperation, lsn: number): void {
    if (change.do !== "session") return;
    const { account, value: text } = change;
    this.record = text === undefined ? undefined : { account, text, eTag: String(lsn) };
  }
}

export const SessionDocument = z.object({
  kind: z.literal("session"),
  key: z.string().min(1),
  account: z.string().min(1),
  lsn: positive,
  eTag: z.string(),
  value: JsonText,
});

/** Builds the codec of the session document under this key; without one, of any. */
export function sessionCodec(key?: string): Codec<SessionFile> {
  return {
    write: ({ key: own, lsn, record }) => [
      `{"kind":"session","key":${JSON.stringify(own)},"account":${JSON.stringify(record?.account)},` +
        `"lsn":${lsn},"eTag":"${record?.eTag}","value":${record?.text}}`,
    ],
    read(json) {
      const { key: stored, lsn, account, eTag, value: text } = SessionDocument.parse(json);
      const file = new SessionFile(checkPlace(stored, key));
      file.lsn = lsn;
      file.record = { account, text, eTag };
      return file;
    },
  };
}

/** The ends of an audit log, under its name, or a block of its lines, under `<log>/<block>`. */
export class AuditFile implements Document {
  lsn = 0;
  ends: string | undefined;
  lines = new Map<number, string>();

  constructor(readonly name: string) {}

  get bytes(): number {
    let bytes = overhead;
    for (const line of this.lines.values()) bytes += line.length;
    return bytes;
  }

  get blank(): boolean {
    return this.ends === undefined && this.lines.size === 0;
  }

  apply(change: JournalOperation): void {
    if (change.do === "audit-line") this.lines.set(change.seq, change.line);
    if (change.do !== "audit-ends") return;
    if (this.name === change.log) this.ends = change.ends;
    for (const seq of this.lines.keys()) if (seq < change.first) this.lines.delete(seq);
  }
}

export const AuditDocument = z.object({
  kind: z.literal("audit"),
  name: z.string().min(1),
  lsn: positive,
  ends: AuditEnds.nullable(),
  lines: z.array(z.tuple([positive, JsonText])),
});

/** Builds the codec of the audit document with this name; without one, of any. */
export function auditCodec(name?: string): Codec<AuditFile> {
  return {
    write: ({ name: own, lsn, ends, lines }) => {
      const texts = [...lines].map(([seq, line]) => `[${seq},${line}]`);
      return [
        `{"kind":"audit","name":${JSON.stringify(own)},"lsn":${lsn},"ends":${ends ?? "null"},"lines":[${texts.join(",")}]}`,
      ];
    },
    read(json) {
      const { name: stored, lsn, ends, lines } = AuditDocument.parse(json);
      const file = new AuditFile(checkPlace(stored, name));
      file.lsn = lsn;
      file.ends = ends === null ? undefined : JSON.stringify(ends);
      file.lines = new Map(lines);
      return file;
    },
  };
}

/** Returns the name that a file holds. Throws Misplaced when another one was wanted. */
function checkPlace(stored: string, wanted = stored): string {
  if (stored !== wanted)
    throw new Misplaced(`holds ${JSON.stringify(stored)}, not ${JSON.stringify(wanted)}`);
  return stored;
}
