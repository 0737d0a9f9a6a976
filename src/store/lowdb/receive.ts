import type { Store } from "../port.ts";
import type { LogEntry } from "../records.ts";
import { NoSuchConversation } from "../store-errors.ts";
import { appendChange } from "./append-change.ts";
import { recallSealedKeys, seenBefore } from "./delivery-keys.ts";
import type { Keeper } from "./keeper.ts";
import { readLog, readSealed } from "./log-reader.ts";
import type { TurnsUnderWay } from "./turns-under-way.ts";

type Incoming = Parameters<Store["receive"]>[1];

/** Appends what came in, unless one of its keys was seen before. */
export function receive(
  keeper: Keeper,
  under: TurnsUnderWay,
  conversationId: string,
  { activity, keys, at, needsTurn, audience = "everyone", claim }: Incoming,
): ReturnType<Store["receive"]> {
  const { books } = keeper;
  return keeper.alone([`conversation:${conversationId}`], async () => {
    const file = await books.conversations.look(conversationId);
    if (file.start === null) throw new NoSuchConversation(conversationId);
    await recallSealedKeys(file, at, (from) => readSealed(books.folders, conversationId, from));
    const seen = seenBefore(file, keys);
    if (seen !== undefined) {
      const [entry] = await readLog(books, conversationId, { after: seen.seq - 1, limit: 1 });
      if (entry === undefined) throw new NoSuchConversation(conversationId);
      return { entry, duplicate: true };
    }
    const entry: LogEntry = { seq: file.lastSeq + 1, at, audience, activity };
    const { frame } = keeper;
    const written = keeper.write([appendChange(conversationId, entry, { keys, awaits: needsTurn })]);
    if (claim && needsTurn) await under.begin({ file, entry, frame, written, joined: false }, claim);
    await written;
    return { entry, duplicate: false };
  });
}
