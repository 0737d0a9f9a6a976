import { z } from "zod";
import type { Door } from "../channels/door.ts";
import { talkInTerminal } from "../channels/terminal/talk.ts";
import type { SuspectAddresses } from "../desk/suspect-addresses.ts";
import type { Handler } from "../desk-socket/serve.ts";
import type { Phrases } from "../guide/phrases.ts";
import { findRecipient } from "../outbox/mail/recipient.ts";
import type { Privacy } from "../privacy/privacy.ts";
import { backupStore } from "../store/backup.ts";
import { checkStore } from "../store/check.ts";
import type { EmbeddedStore } from "../store/lowdb/embedded-store.ts";
import type { Store } from "../store/port.ts";
import { type KeyCommandParts, listKeys, rotateKey } from "./keys.ts";
import { listOutbox } from "./outbox.ts";
import { listOutcomes } from "./outcomes.ts";
import { erasePerson, exportPerson, holdPerson, releasePerson, retain } from "./people-data.ts";
import { type LinkParts, makeSignInLink } from "./sign-in-link.ts";
import { ticketsAsked } from "./tickets.ts";
import { listUnanswered } from "./unanswered.ts";

const BackupArgs = z.object({ to: z.string().min(1) });

/** What the commands work on. */
export interface CommandParts {
  store: Store;
  /** the same store when it is in a folder */
  embedded: EmbeddedStore | null;
  door: Door;
  words: Phrases;
  links: LinkParts;
  keys: KeyCommandParts;
  privacy: Privacy;
  suspects: SuspectAddresses;
}

/** Thrown by commands that work on the files of a store, when the store is a database. */
export class NoFiles extends Error {
  readonly code = "no-files";
  constructor() {
    super("DATABASE_URL is set: check, back up and restore the database with its own tools, such as pg_dump");
  }
}

function inFolder(store: EmbeddedStore | null): EmbeddedStore {
  if (store === null) throw new NoFiles();
  return store;
}

/** The commands of the desk, for its socket and for a process that has opened the store itself; they wait until they are served. */
export function deskCommands(): { commands: Record<string, Handler>; serve: (parts: CommandParts) => void } {
  let serve: (parts: CommandParts) => void = () => undefined;
  const served = new Promise<CommandParts>((resolve) => {
    serve = resolve;
  });
  const commands: Record<string, Handler> = {
    async *tickets(args) {
      const { store, suspects } = await served;
      yield* ticketsAsked(store, suspects, args);
    },
    async *outcomes() {
      yield* listOutcomes((await served).store);
    },
    async *outbox() {
      const { store, suspects } = await served;
      yield* listOutbox(store, findRecipient(store, suspects));
    },
    async *parked() {
      yield* await (await served).store.parkedTurns();
    },
    async *unanswered() {
      yield* listUnanswered((await served).store);
    },
    async *"sign-in-link"(args) {
      yield await makeSignInLink((await served).links, args);
    },
    async *keys() {
      yield* listKeys((await served).keys);
    },
    async *"rotate-key"(args) {
      yield await rotateKey((await served).keys, args);
    },
    async *export(args) {
      yield* exportPerson((await served).privacy, args);
    },
    async *erase(args) {
      yield* erasePerson((await served).privacy, args);
    },
    async *hold(args) {
      yield await holdPerson((await served).privacy, args);
    },
    async *release(args) {
      yield await releasePerson((await served).privacy, args);
    },
    async *retention(args) {
      yield* retain((await served).privacy, args);
    },
    async *check() {
      const store = inFolder((await served).embedded);
      yield await store.whileFrozen((end) => checkStore(store.folder, end));
    },
    async *backup(args) {
      yield await backupStore(inFolder((await served).embedded), BackupArgs.parse(args).to, () => new Date());
    },
    async *chat(args, said) {
      yield* talkInTerminal(await served, args, said);
    },
  };
  return { commands, serve };
}
