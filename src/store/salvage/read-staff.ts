import { join } from "node:path";
import { z } from "zod";
import type { AuditPiece, StaffPiece } from "../copy-store.ts";
import { filesBelow } from "../embedded/disk.ts";
import type { DocumentCache } from "../embedded/document-cache.ts";
import type { Codec, Document } from "../embedded/document-file.ts";
import { places } from "../embedded/folders.ts";
import { isDocumentName } from "../embedded/manifest.ts";
import { auditCodec, sessionCodec, staffCodec } from "../embedded/staff-files.ts";
import { staffPieces } from "../embedded/staff-pieces.ts";
import { type AuditEnds, AuditName } from "../staff.ts";
import type { SalvageSource } from "./salvage-source.ts";

/** Lists the names of the readable documents below a folder, and of those in the journal. */
async function namesBelow<D extends Document, F>(
  { documentStore: { folders }, broken }: SalvageSource,
  folder: string,
  cache: Pick<DocumentCache<D>, "changed">,
  { codec, nameOf }: { codec: Codec<F>; nameOf: (file: F) => string },
): Promise<Set<string>> {
  const names = new Set(cache.changed().map(({ id }) => id));
  for await (const path of filesBelow(folders.root, folder)) {
    if (!isDocumentName(path.split("/").at(-1) ?? "")) continue;
    const file = await broken.file(folders, join(folders.root, path), codec).read();
    if (file !== null) names.add(nameOf(file));
  }
  return names;
}

/** Yields the staff and all sessions that can be read, also the sessions of an unreadable account. */
export async function* readStaff(source: SalvageSource): AsyncGenerator<StaffPiece> {
  const { documentStore, broken, tally } = source;
  const { folders, staff, sessions } = documentStore;
  const names = await namesBelow(source, "staff", staff, { codec: staffCodec(), nameOf: ({ name }) => name });
  for (const name of names)
    if ((await staff.glance(name)).record !== undefined) broken.recovered(places.staff(folders.root, name));
  const given = new Set<string>();
  for await (const piece of staffPieces(documentStore, names)) {
    if (piece.kind === "staff") tally.out.staff += 1;
    else given.add(piece.key);
    yield piece;
  }
  const keys = await namesBelow(source, "sessions", sessions, {
    codec: sessionCodec(),
    nameOf: ({ key }) => key,
  });
  for (const key of keys) {
    const { record } = await sessions.glance(key);
    broken.recovered(places.session(folders.root, key));
    if (record === undefined || given.has(key)) continue;
    yield { kind: "session", key, account: record.account, value: record.text };
  }
  tally.lost.staff += broken.below(join(folders.root, "staff/")).length;
}

/** The hashes that a line of an audit log has. */
const Chained = z.object({ before: z.string(), hash: z.string() });

/** Yields the readable lines of each audit log and its ends; ends that cannot be read are taken from the lines. */
export async function* readAuditLogs(source: SalvageSource): AsyncGenerator<AuditPiece> {
  const { documentStore, broken, tally } = source;
  const { folders, audits } = documentStore;
  const names = await namesBelow(source, "audit", audits, {
    codec: auditCodec(),
    nameOf: ({ name }) => name,
  });
  for (const log of AuditName.options) {
    const lines = new Map<number, string>();
    for (const name of [...names].filter((one) => one.startsWith(`${log}/`)))
      for (const [seq, line] of (await audits.glance(name)).lines) lines.set(seq, line);
    const { ends: kept } = await audits.glance(log);
    if (kept !== undefined) broken.recovered(places.audit(folders.root, log));
    const seqs = [...lines.keys()].sort((a, b) => a - b);
    const ends: AuditEnds | undefined = kept === undefined ? endsOf(lines, seqs) : JSON.parse(kept);
    if (ends === undefined) continue;
    const within = seqs.filter((seq) => seq >= ends.first && seq <= ends.last);
    for (const seq of within) yield { kind: "audit-line", log, seq, line: lines.get(seq) ?? "" };
    tally.out.auditLines += within.length;
    tally.lost.auditLines += ends.last - ends.first + 1 - within.length;
    yield { kind: "audit-ends", log, ends };
  }
}

/** Derives the ends of an audit log from its lines; undefined where there are none. */
function endsOf(lines: ReadonlyMap<number, string>, seqs: readonly number[]): AuditEnds | undefined {
  const [first, last] = [seqs[0], seqs.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const chained = (seq: number) => Chained.parse(JSON.parse(lines.get(seq) ?? ""));
  return { first, last, before: chained(first).before, hash: chained(last).hash };
}
