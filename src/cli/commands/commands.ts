import { z } from "zod";
import type { Passwords } from "../../accounts/passwords.ts";
import type { AuditRecorder } from "../../audit/audit-log.ts";
import type { ConversationInbox } from "../../bot/inbox.ts";
import type { Messages } from "../../guide/messages.ts";
import { KeyKind } from "../../keys/key-kinds.ts";
import type { Keys } from "../../keys/keys.ts";
import { findRecipient } from "../../outbox/email/email-sender.ts";
import type { Privacy } from "../../privacy/privacy.ts";
import { backupStore } from "../../store/backup.ts";
import { checkStore } from "../../store/check.ts";
import type { EmbeddedStore } from "../../store/embedded/embedded-store.ts";
import type { Store } from "../../store/store.ts";
import { runTerminal } from "../../terminal/terminal.ts";
import type { SuspectAddresses } from "../../tickets/suspect-addresses.ts";
import type { Handler } from "../control-socket/server.ts";
import { erasePerson, exportPerson, holdPerson, releasePerson, retain } from "./people-data.ts";
import { listOutbox, listOutcomes, listUnanswered, ticketsAsked } from "./tickets.ts";

const KeyArgs = z.union([z.tuple([KeyKind]), z.tuple([KeyKind, z.literal("--now")])]);

/** Thrown when a command does not name a key. */
class NoKey extends Error {
  readonly code = "no-key";
}

/** Dependencies of the key commands. */
interface KeyCommandParts {
  keys: Pick<Keys, "list" | "rotate">;
  audit: AuditRecorder;
}

/** Lists the kinds of keys, when each was made, and until when previous ones are accepted; never a key. */
function* listKeys({ keys }: KeyCommandParts): Generator<object> {
  yield* keys.list();
}

/** Rotates a key. With --now the previous ones are void immediately, as after a leak. */
async function rotateKey({ keys, audit }: KeyCommandParts, args: unknown): Promise<object> {
  const read = KeyArgs.safeParse(args);
  if (!read.success)
    throw new NoKey(
      `rotate-key: name one of ${KeyKind.options.join(", ")}, and --now when the previous key has leaked`,
    );
  const [kind, atOnce] = read.data;
  const { key, until } = await keys.rotate(kind, atOnce !== undefined);
  await audit({
    who: { kind: "operator" },
    from: null,
    what: "key rotated",
    about: { kind, until: until ?? "now" },
  });
  return { kind, before: until, ...(kind === "direct-line" && { secret: key }) };
}

const Args = z.tuple([z.string().min(3)]);

/** Thrown when a link cannot be made: unknown account, or unknown base URL. */
class NoLink extends Error {
  readonly code = "no-link";
}

/** Dependencies of sign-in links; `base` is the public URL, null when unknown. */
interface LinkParts {
  passwords: Pick<Passwords, "linkFor">;
  base: string | null;
  audit: AuditRecorder;
}

/** Makes a single-use link, valid for an hour, with which an account sets a new password. */
export async function makeSignInLink({ passwords, base, audit }: LinkParts, args: unknown) {
  const read = Args.safeParse(args);
  if (!read.success)
    throw new NoLink("sign-in-link: add the e-mail address, such as sign-in-link owner@desk.example");
  const [email] = read.data;
  if (base === null) throw new NoLink("PORT is 0 and no desk is running: start it, or set PUBLIC_URL");
  const made = await passwords.linkFor(email);
  if ("refused" in made) throw new NoLink(`nobody with the address ${email} may sign in here`);
  const about = { agent: made.agent, link: made.id };
  await audit({ who: { kind: "operator" }, from: null, what: "sign-in link made", about });
  return { link: `${base}/console/#sign-in=${made.token}`, until: made.until.toISOString() };
}

const BackupArgs = z.object({ to: z.string().min(1) });

/** Dependencies of the commands. */
interface CommandParts {
  store: Store;
  /** the store when it is embedded */
  embedded: EmbeddedStore | null;
  inbox: ConversationInbox;
  words: Messages;
  links: LinkParts;
  keys: KeyCommandParts;
  privacy: Privacy;
  suspects: SuspectAddresses;
}

/** Thrown by file commands when the store is a database. */
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

/**
 * Makes the desk's commands, for its socket and for a process that opened the store. They wait for `serve`.
 */
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
      yield* runTerminal(await served, args, said);
    },
  };
  return { commands, serve };
}
