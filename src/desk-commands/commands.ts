import { z } from "zod";
import type { Door } from "../channels/door.ts";
import { talkInTerminal } from "../channels/terminal/talk.ts";
import type { Handler } from "../desk-socket/serve.ts";
import type { Phrases } from "../guide/phrases.ts";
import { backupStore } from "../store/backup.ts";
import { checkStore } from "../store/check.ts";
import type { EmbeddedStore } from "../store/lowdb/embedded-store.ts";
import { listOutbox } from "./outbox.ts";
import { listOutcomes } from "./outcomes.ts";
import { listTickets } from "./tickets.ts";
import { listUnanswered } from "./unanswered.ts";

const BackupArgs = z.object({ to: z.string().min(1) });

/** What the commands work on. */
export interface CommandParts {
  store: EmbeddedStore;
  door: Door;
  words: Phrases;
}

/** The commands of the desk, for its socket and for a process that has opened the store itself; they wait until they are served. */
export function deskCommands(): { commands: Record<string, Handler>; serve: (parts: CommandParts) => void } {
  let serve: (parts: CommandParts) => void = () => undefined;
  const served = new Promise<CommandParts>((resolve) => {
    serve = resolve;
  });
  const commands: Record<string, Handler> = {
    async *tickets() {
      yield* listTickets((await served).store);
    },
    async *outcomes() {
      yield* listOutcomes((await served).store);
    },
    async *outbox() {
      yield* listOutbox((await served).store);
    },
    async *parked() {
      yield* await (await served).store.parkedTurns();
    },
    async *unanswered() {
      yield* listUnanswered((await served).store);
    },
    async *check() {
      const { store } = await served;
      yield await store.whileFrozen((end) => checkStore(store.folder, end));
    },
    async *backup(args) {
      yield await backupStore((await served).store, BackupArgs.parse(args).to, () => new Date());
    },
    async *chat(args, said) {
      yield* talkInTerminal(await served, args, said);
    },
  };
  return { commands, serve };
}
