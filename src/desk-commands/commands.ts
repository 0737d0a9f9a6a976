import type { Door } from "../channels/door.ts";
import { talkInTerminal } from "../channels/terminal/talk.ts";
import type { Handler } from "../desk-socket/serve.ts";
import type { Phrases } from "../guide/phrases.ts";
import type { Store } from "../store/port.ts";
import { listOutbox } from "./outbox.ts";
import { listTickets } from "./tickets.ts";

/** What the commands work on. */
export interface CommandParts {
  store: Store;
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
    async *outbox() {
      yield* listOutbox((await served).store);
    },
    async *parked() {
      yield* await (await served).store.parkedTurns();
    },
    async *chat(args, said) {
      yield* talkInTerminal(await served, args, said);
    },
  };
  return { commands, serve };
}
