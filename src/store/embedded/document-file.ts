import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import type { Adapter } from "lowdb";
import { z } from "zod";
import { encode } from "../../runtime/utf8.ts";
import { StoreFileError, StoreUnavailable } from "../errors.ts";
import { conversationOfState } from "../records.ts";
import type { Folders } from "./folders.ts";
import type { JournalOperation } from "./journal-operation.ts";

/** Something the store keeps in a file of its own, changed in memory by journal records and written at checkpoints. */
export interface Document {
  /** number of the last record that is in it */
  lsn: number;
  /** about how much memory it holds */
  readonly bytes: number;
  /** nothing is left in it, so it needs no file */
  readonly blank: boolean;
  apply(change: JournalOperation, lsn: number): void;
}

/**
 * A document's name among all: `conversation:<id>`, `state:<key>`, `ticket:<number>`, `staff:<kind>/<id>`,
 * `session:<key>`, and of an audit log `audit:<log>` for its ends and `audit:<log>/<block>` for lines.
 */
export type DocumentName = `${DocumentKind}:${string}`;
export type DocumentKind = "conversation" | "state" | "ticket" | "staff" | "session" | "audit";

/** lines of an audit log in one document */
const blockLength = 64;

/** Returns the number of the document that holds a line of an audit log. */
export const auditBlock = (seq: number): number => Math.floor((seq - 1) / blockLength);

/** Returns the document of a bot-state key: that of the conversation named in it, or one of its own. */
export function homeOfState(key: string): DocumentName {
  const conversation = conversationOfState(key);
  return conversation === undefined ? `state:${key}` : `conversation:${conversation}`;
}

/** Lists the documents that an operation writes to. */
export function documentsOf(change: JournalOperation): DocumentName[] {
  switch (change.do) {
    case "state": {
      const home = homeOfState(change.key);
      return change.by === undefined || home.startsWith("conversation:")
        ? [home]
        : [home, `conversation:${change.by}`];
    }
    case "ticket":
      return [`ticket:${change.number}`, `conversation:${change.conversation}`];
    case "staff":
      return [`staff:${change.kind}/${change.id}`];
    case "session":
      return [`session:${change.key}`, `staff:account/${change.account}`];
    case "audit-line":
      return [`audit:${change.log}/${auditBlock(change.seq)}`];
    case "audit-ends":
      return [
        `audit:${change.log}`,
        ...change.trimmed.map((block): DocumentName => `audit:${change.log}/${block}`),
      ];
    case "settle":
    case "send":
    case "park":
    case "answer":
      return [];
    default:
      return [`conversation:${change.conversation}`];
  }
}

/** How a document becomes JSON text, in pieces, and comes back; `read` is given parsed JSON that nobody has checked. */
export interface Codec<T> {
  write(document: T): readonly string[];
  read(json: unknown): T;
}

const opening = /^\{"sum":"([0-9a-f]{8})","document":/;
const closing = "}\n";

/** lowdb's way to one document: read with its checksum and its schema checked, replaced in one step or not at all. */
export class DocumentFile<T> implements Adapter<T> {
  constructor(
    private readonly folders: Folders,
    readonly path: string,
    private readonly codec: Codec<T>,
  ) {}

  async read(): Promise<T | null> {
    const bytes = await this.folders.disk.read(this.path).catch((cause: Error) => {
      throw new StoreUnavailable(`the store cannot read ${this.path}: ${cause.message}`, { cause });
    });
    return bytes === undefined ? null : readDocument(this.path, bytes, this.codec);
  }

  /** Resolves when the bytes are on disk; the new name is once `folders.sync()` is. */
  async write(document: T): Promise<void> {
    await this.folders.replace(this.path, documentBytes(this.codec.write(document)));
  }

  async remove(): Promise<void> {
    await this.folders.disk.remove(this.path);
    this.folders.changed(dirname(this.path));
  }
}

function documentBytes(pieces: readonly string[]): Buffer {
  const bytes = encode([...pieces, closing], head(0).length);
  const body = bytes.subarray(head(0).length, -closing.length);
  bytes.write(head(crc32(body)), 0, "latin1");
  return bytes;
}

const head = (sum: number): string => `{"sum":"${sum.toString(16).padStart(8, "0")}","document":`;

function readDocument<T>(path: string, bytes: Buffer, codec: Codec<T>): T {
  const text = bytes.toString("utf8");
  const sum = opening.exec(text);
  if (sum === null) throw new StoreFileError(path, notOurs(text));
  const body = text.slice(sum[0].length, -closing.length);
  if (!text.endsWith(closing) || crc32(body) !== Number.parseInt(sum[1] ?? "", 16)) {
    throw new StoreFileError(path, "is cut or was changed: its checksum does not match");
  }
  try {
    return codec.read(JSON.parse(body));
  } catch (cause) {
    const problem = cause instanceof Misplaced ? cause.message : "is not what its name promises";
    const details = cause instanceof z.ZodError ? `: ${z.prettifyError(cause)}` : "";
    throw new StoreFileError(path, problem + details, { cause });
  }
}

/** Thrown by a codec for a whole document that belongs under another name. */
export class Misplaced extends Error {
  readonly code = "misplaced";
}

function notOurs(text: string): string {
  if (text.length === 0) return "is empty";
  if (text.startsWith("\uFEFF")) return "begins with a byte order mark: something else has saved it";
  return "is not a document of this store";
}
