import { join } from "node:path";
import { StoreFileError } from "../store-file-error.ts";
import { conversationCodec } from "./conversation-codec.ts";
import { segmentLength } from "./conversation-file.ts";
import { type Codec, DocumentFile } from "./document-file.ts";
import type { Folders } from "./folders.ts";
import { readSealed } from "./log-reader.ts";
import { segmentCodec } from "./log-segment.ts";
import { places } from "./places.ts";
import { stateCodec } from "./state-file.ts";
import { ticketCodec } from "./ticket-file.ts";

/** The last lsn in a whole file, and what of it the next start or checkpoint puts right. */
export interface Whole {
  lsn: number;
  repair?: string;
}

/** Reads one document in full. Throws StoreFileError when it is broken; undefined when it is no file of the store. */
export function checkFile(folders: Folders, path: string): Promise<Whole> | undefined {
  const [kind, , name = ""] = path.split("/");
  if (kind === "conversations" && /^[0-9a-f]+\.log-\d+\.json$/.test(name)) return checkSegment(folders, path);
  if (kind === "conversations" && /^[0-9a-f]+\.json$/.test(name)) return checkConversation(folders, path);
  if (kind === "state" && /^[0-9a-f]+\.json$/.test(name)) return checkState(folders, path);
  if (kind === "tickets" && /^\d+\.json$/.test(name))
    return checkTicket(folders, path, Number(name.slice(0, -5)));
  return undefined;
}

async function checkConversation(folders: Folders, path: string): Promise<Whole> {
  const file = await read(folders, path, conversationCodec());
  inPlace(folders, path, places.conversation("", file.id));
  for (let from = 1; from <= file.sealed && !file.erased; from += segmentLength) {
    await readSealed(folders, file.id, from);
  }
  return { lsn: file.lsn };
}

async function checkSegment(folders: Folders, path: string): Promise<Whole> {
  const { conversation, from } = await read(folders, path, segmentCodec());
  inPlace(folders, path, places.segment("", conversation, from));
  const owner = places.conversation(folders.root, conversation);
  const file = await new DocumentFile(folders, owner, conversationCodec(conversation)).read();
  if (file?.erased) throw broken(folders, path, "belongs to an erased conversation; remove it");
  const used = file !== null && from <= file.sealed;
  return {
    lsn: 0,
    ...(used ? {} : { repair: "is from a checkpoint that was cut off; the next one writes it again" }),
  };
}

async function checkState(folders: Folders, path: string): Promise<Whole> {
  const { key, lsn } = await read(folders, path, stateCodec());
  inPlace(folders, path, places.state("", key));
  return { lsn };
}

async function checkTicket(folders: Folders, path: string, number: number): Promise<Whole> {
  const { lsn } = await read(folders, path, ticketCodec(number));
  inPlace(folders, path, places.ticket("", number));
  return { lsn };
}

async function read<T>(folders: Folders, path: string, codec: Codec<T>): Promise<T> {
  const document = await new DocumentFile(folders, join(folders.root, path), codec).read();
  if (document === null) throw broken(folders, path, "went away while it was checked");
  return document;
}

function inPlace(folders: Folders, path: string, place: string): void {
  if (path !== place) throw broken(folders, path, `holds what belongs into ${place}`);
}

function broken(folders: Folders, path: string, problem: string): StoreFileError {
  return new StoreFileError(join(folders.root, path), problem);
}
