import type { Phrases } from "../guide/phrases.ts";
import type { Store } from "../store/port.ts";
import type { Conversation } from "../store/records.ts";
import { copyPage, copyPolicy } from "./copy-page.ts";
import { talkCopy } from "./talk-copy.ts";

/** Makes the files that a person may have of their talk: to read, or to hand to another program. */
export const copyMaker =
  (store: Pick<Store, "readLog" | "receipts" | "ratings" | "ticketsOf">, words: Phrases, now: () => Date) =>
  async (talk: Conversation, as: "html" | "json"): Promise<{ file: string; policy: string }> => {
    const copy = await talkCopy(store, talk);
    return {
      file: as === "json" ? `${JSON.stringify(copy, null, 2)}\n` : copyPage(copy, words, now()),
      policy: copyPolicy,
    };
  };
