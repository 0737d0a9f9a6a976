import type { HumanDesk } from "../../desk/human-desk.ts";
import type { Phrases } from "../../guide/phrases.ts";
import type { Store } from "../../store/port.ts";
import type { Door } from "../door.ts";
import type { Arrived } from "./arrived.ts";
import type { HeldReplies } from "./held-replies.ts";
import type { References } from "./references.ts";
import type { Talks } from "./talks.ts";

/** What hearing a person in a channel needs. */
export interface Hearing {
  talks: Talks;
  references: References;
  door: Door;
  store: Store;
  held: HeldReplies;
  /** Resolves when no turn of a talk is in line any more. */
  answered: (talk: string) => Promise<void>;
  signs: Pick<HumanDesk, "personTyping">;
  words: Phrases;
  /** Shows that somebody is about to answer. */
  showTyping: (talk: string) => Promise<void>;
  /** after how long a request is acknowledged though its turn goes on */
  patienceMs: number;
  now: () => number;
}

/** An activity of a person, and the tenant that the connector vouches for. */
export interface Heard {
  activity: Arrived;
  tenantId: string | undefined;
}
