import { z } from "zod";
import { type Change, JsonText } from "./change.ts";
import type { StateText } from "./conversation-file.ts";
import type { Document } from "./document.ts";
import { type Codec, Misplaced } from "./document-file.ts";

/** Bot state that belongs to no single conversation, one key a file. */
export class StateFile implements Document {
  lsn = 0;
  value: StateText | undefined;

  constructor(readonly key: string) {}

  get bytes(): number {
    return 500 + (this.value?.text.length ?? 0);
  }

  get blank(): boolean {
    return this.value === undefined;
  }

  apply(change: Change, lsn: number): void {
    if (change.do !== "state") return;
    this.value = change.value === undefined ? undefined : { text: change.value, eTag: String(lsn) };
  }
}

const StateDocument = z.object({
  kind: z.literal("state"),
  key: z.string(),
  lsn: z.number().int().positive(),
  eTag: z.string(),
  value: JsonText,
});

/** How the state under this key is written to its file and read back; without a key, whichever the file holds. */
export function stateCodec(key?: string): Codec<StateFile> {
  return {
    write: ({ key: own, lsn, value }) => [
      `{"kind":"state","key":${JSON.stringify(own)},"lsn":${lsn},"eTag":"${value?.eTag}","value":${value?.text}}`,
    ],
    read(json) {
      const stored = StateDocument.parse(json);
      if (stored.key !== (key ?? stored.key))
        throw new Misplaced(`holds state ${JSON.stringify(stored.key)}, not ${JSON.stringify(key)}`);
      const file = new StateFile(stored.key);
      file.lsn = stored.lsn;
      file.value = { text: stored.value, eTag: stored.eTag };
      return file;
    },
  };
}
