import type { Store } from "../../store/port.ts";
import type { Conversation } from "../../store/records.ts";
import type { Refused } from "../../web/answer.ts";
import type { Web } from "../../web/server.ts";
import type { Door } from "../door.ts";
import type { Allowance } from "./allowance.ts";
import type { HostUsers } from "./host-users.ts";
import type { Signs } from "./signs.ts";
import type { Sockets } from "./sockets.ts";
import type { Claims, Tokens } from "./token.ts";

/** What the calls of Direct Line share. */
export interface Line {
  web: Web;
  door: Door;
  store: Pick<Store, "conversation" | "readLogTexts">;
  signs: Signs | null;
  tokens: Tokens;
  isSecret(given: string): boolean;
  /** null: the host page vouches for nobody */
  hostUsers: HostUsers | null;
  allowance: Allowance;
  sockets: Sockets;
  /** talks that have begun, as far as this process remembers */
  begun: Set<string>;
}

const remembered = 10_000;

export const channel = "directline";

/** Makes sure the talk behind a token exists: it begins with the first call that uses the token. Gives how much was said in it so far. */
export async function look(
  line: Line,
  { conversation, user }: Claims,
): Promise<Pick<Conversation, "lastSeq"> | Refused> {
  const known = await line.store.conversation(conversation);
  if (known === "erased") return { refused: "gone" };
  if (known === undefined || known.lastSeq === 0) {
    const opened = await line.door.open({ id: conversation, channel, userId: user, locale: "en" });
    if (opened === "erased") return { refused: "gone" };
  }
  remember(line.begun, conversation);
  return known ?? { lastSeq: 0 };
}

/** The same for whoever does not ask how much was said. */
export async function enter(line: Line, claims: Claims): Promise<Refused | null> {
  const found = await look(line, claims);
  return "refused" in found ? found : null;
}

function remember(begun: Set<string>, conversation: string): void {
  if (begun.size >= remembered) begun.clear();
  begun.add(conversation);
}

/** The same for who is about to write, which an erased talk refuses by itself: talks that have begun are not looked up. */
export const enterToWrite = async (line: Line, claims: Claims): Promise<Refused | null> =>
  line.begun.has(claims.conversation) ? null : enter(line, claims);
