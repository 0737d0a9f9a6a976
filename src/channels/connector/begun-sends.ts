import { z } from "zod";
import type { Store } from "../../store/port.ts";
import type { OutboxEntry } from "../../store/records.ts";

/** The newest message of a lane of which sending began. */
export const Begun = z.object({ id: z.string() });
type Begun = z.infer<typeof Begun>;

const remembered = 10_000;

/** Notes of each message, before it is sent, that sending begins: when the process ends before it knows what came of it, the next one can tell. */
export class BegunSends {
  /** the newest of each lane that this process began */
  readonly #here = new Map<string, string>();

  constructor(private readonly store: Pick<Store, "readState" | "writeState">) {}

  /** Tells whether an earlier process began to send it and left nothing of what came of it. Throws what the store throws, and then it must not be sent. */
  async begin({ id, lane, conversationId: talk }: OutboxEntry): Promise<{ left: boolean }> {
    const last = this.#here.get(lane);
    if (last === id) return { left: false };
    const key = `${lane.replace("/", "-begun-")}/conversations/${talk}`;
    const left = last === undefined && (await this.#stored(key)) === id;
    if (!left) await this.store.writeState([{ key, value: { id } satisfies Begun, eTag: "*" }]);
    if (this.#here.size >= remembered) this.#here.clear();
    this.#here.set(lane, id);
    return { left };
  }

  async #stored(key: string): Promise<string | null> {
    const stored = (await this.store.readState([key])).get(key);
    return stored === undefined ? null : Begun.parse(stored.value).id;
  }
}
