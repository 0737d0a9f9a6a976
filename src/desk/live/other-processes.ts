import { z } from "zod";
import type { Activity } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";
import type { DeskNews } from "../human-desk.ts";

const Sign = z.object({ at: z.number() });
const Presence = z.object({ agent: z.string(), presence: z.enum(["available", "busy", "away", "offline"]) });
type Presence = z.infer<typeof Presence>;
const Passed = z.object({
  conversationId: z.string(),
  activity: z.custom<Activity>((value) => typeof value === "object" && value !== null && "type" in value),
});
const talk = { conversationId: z.string(), ticket: z.number(), who: z.enum(["person", "agent"]) };
const News = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("typing"), ...talk, agent: z.string().nullable() }),
  z.object({ kind: z.literal("read"), ...talk, upTo: z.number() }),
]);

/** What is told to the other processes of the desk, and heard from them. */
export interface Heard {
  passing: (conversationId: string, activity: Activity) => void;
  news: (news: DeskNews) => void;
  presence: (agent: string, presence: Presence["presence"]) => void;
}

/**
 * The other processes of the desk. What is fleeting is handed to them and may be lost; when an agent last gave a sign
 * of life is stored, for a ticket must not be taken from somebody who is there in another process.
 */
export class OtherProcesses {
  readonly #stored = new Map<string, number>();

  constructor(
    private readonly store: Pick<Store, "pass" | "hear" | "readState" | "writeState">,
    private readonly now: () => Date,
    private readonly leaseMs: number,
    private readonly log: (event: string, about: Record<string, unknown>) => void,
  ) {}

  /** Returns how to stop. */
  hear({ passing, news, presence }: Heard): () => void {
    const stops = [
      this.#hear("passing", Passed, ({ conversationId, activity }) => passing(conversationId, activity)),
      this.#hear("news", News, news),
      this.#hear("presence", Presence, ({ agent, presence: now }) => presence(agent, now)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  passing(conversationId: string, activity: Activity): void {
    this.store.pass("passing", { conversationId, activity });
  }

  news(news: z.infer<typeof News>): void {
    this.store.pass("news", news);
  }

  /** An agent gave a sign of life here. */
  signed(agent: string, presence: Presence["presence"]): void {
    this.store.pass("presence", { agent, presence });
    const at = this.now().getTime();
    if (at - (this.#stored.get(agent) ?? 0) < this.leaseMs / 4) return;
    this.#stored.set(agent, at);
    this.store.writeState([{ key: signKey(agent), value: { at }, eTag: "*" }]).catch((error: unknown) => {
      this.#stored.delete(agent);
      this.log("sign of life not stored", { agent, error });
    });
  }

  /** When an agent last gave a sign of life in any process, in ms since the epoch, as far as it is stored; 0 when never. */
  async lastSign(agent: string): Promise<number> {
    const kept = (await this.store.readState([signKey(agent)])).get(signKey(agent));
    return kept === undefined ? 0 : Sign.parse(kept.value).at;
  }

  #hear<T>(topic: string, schema: z.ZodType<T>, call: (what: T) => void): () => void {
    return this.store.hear(topic, (what) => {
      const heard = schema.safeParse(what);
      if (heard.success) call(heard.data);
    });
  }
}

const signKey = (agent: string): string => `desk/signs/${agent}`;
