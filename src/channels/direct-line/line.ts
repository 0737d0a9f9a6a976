import type { IncomingMessage } from "node:http";
import type { Quarantine } from "../../desk/human-desk.ts";
import type { KeptKey } from "../../store/kept-key.ts";
import type { Store } from "../../store/port.ts";
import type { Conversation } from "../../store/records.ts";
import { countedAs } from "../../web/address.ts";
import type { Refused } from "../../web/answer.ts";
import type { Web } from "../../web/server.ts";
import type { Door } from "../door.ts";
import { admitOpening } from "./admission.ts";
import type { AgentIds } from "./agent-ids.ts";
import type { Allowance } from "./allowance.ts";
import type { GrantBook } from "./grants/grants.ts";
import { networkHash } from "./grants/network.ts";
import type { HostUsers } from "./host-users.ts";
import type { Signs } from "./signs.ts";
import type { Sockets } from "./sockets.ts";
import type { Bearer, Claims, Tokens } from "./token.ts";

/** What the calls of Direct Line share. */
export interface Line {
  web: Web;
  door: Door;
  store: Pick<Store, "conversation" | "readLogTexts" | "ticketsOf">;
  signs: Signs | null;
  tokens: Tokens;
  grants: GrantBook;
  /** by which networks are hashed; null: they are not noted */
  networkKey: KeptKey | null;
  quarantine: Pick<Quarantine, "challenge" | "prove"> | null;
  isSecret(given: string): boolean;
  /** null: the host page vouches for nobody */
  hostUsers: HostUsers | null;
  /** Sends a new link to the address of the ticket that a link is about; false: there is no such ticket or address. Null: the desk sends no e-mail */
  sendLink: ((link: Claims, about: string | null) => Promise<boolean>) | null;
  allowance: Allowance;
  agentIds: AgentIds;
  sockets: Sockets;
  /** talks that have begun, as far as this process remembers */
  begun: Set<string>;
}

const remembered = 10_000;

export const channel = "directline";

/** Makes sure the talk behind a token exists: it begins with the first call that uses the token. Gives how much was said in it so far. */
export async function look(
  line: Line,
  claims: Claims,
  req: IncomingMessage,
): Promise<Pick<Conversation, "lastSeq"> | Refused> {
  const { conversation, user } = claims;
  const known = await line.store.conversation(conversation);
  if (known === "erased") return { refused: "gone" };
  if (known === undefined || known.lastSeq === 0) {
    const refused = await admitOpening(line, claims, req);
    if (refused !== null) return refused;
    line.web.budgets.turnComes(conversation);
    const opened = await line.door.open({ id: conversation, channel, userId: user, locale: "en" });
    if (opened === "erased") return { refused: "gone" };
    await noteDevice(line, claims, req);
  }
  remember(line.begun, conversation);
  return known ?? { lastSeq: 0 };
}

/** The same for whoever does not ask how much was said. */
export async function enter(line: Line, claims: Claims, req: IncomingMessage): Promise<Refused | null> {
  const found = await look(line, claims, req);
  return "refused" in found ? found : null;
}

const longestDevice = 300;

/** What the browser or program behind a request says it is. */
export const deviceOf = ({ headers }: IncomingMessage): string =>
  (headers["user-agent"] ?? "").slice(0, longestDevice);

/** Notes which device a token is used on. */
export const noteDevice = (line: Line, bearer: Bearer, req: IncomingMessage): Promise<void> =>
  line.grants.enter(bearer, bearer.integration ? "integration" : "browser", deviceOf(req), async () => {
    const network = countedAs(req);
    return network === null || line.networkKey === null
      ? null
      : networkHash(await line.networkKey(), network);
  });

function remember(begun: Set<string>, conversation: string): void {
  if (begun.size >= remembered) begun.clear();
  begun.add(conversation);
}

/** The same for who is about to write, which an erased talk refuses by itself: talks that have begun are not looked up. */
export const enterToWrite = async (
  line: Line,
  claims: Claims,
  req: IncomingMessage,
): Promise<Refused | null> => (line.begun.has(claims.conversation) ? null : enter(line, claims, req));
