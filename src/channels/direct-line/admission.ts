import type { IncomingMessage } from "node:http";
import { originOf } from "../../web/address.ts";
import type { Refused } from "../../web/answer.ts";
import type { Spender } from "../../web/budgets/budget.ts";
import type { Line } from "./line.ts";
import type { Claims } from "./token.ts";

type Known = Pick<Line, "web" | "store" | "grants" | "allowance">;
type Standing = Pick<Spender, "began" | "known">;

/** entries of a conversation in which nobody has spoken yet */
export const welcome = 4;

/** Somebody whom the host page vouches for; of others the desk looks up more only where they would be refused. */
const atFirst = ({ host }: Pick<Claims, "host">): Standing => ({ began: null, known: host === true });

/**
 * How somebody stands with the desk: known is who was vouched for, came by the link of an e-mail, or has been answered by
 * one of the desk's people; a conversation in which they spoke runs since it began.
 */
async function standingOf(line: Known, claims: Claims): Promise<Standing> {
  const { conversation: id } = claims;
  const conversation = await line.store.conversation(id);
  if (conversation === undefined || conversation === "erased") return atFirst(claims);
  const grant = await line.grants.find(claims);
  const known =
    claims.host === true ||
    conversation.agent !== null ||
    grant?.kind === "mail-link" ||
    grant?.from != null ||
    (await line.store.ticketsOf(id)).some(({ firstClaimedAt }) => firstClaimedAt !== null);
  return { known, began: conversation.lastSeq > welcome ? Date.parse(conversation.startedAt) : null };
}

/** Lets somebody begin a conversation, or says why not. */
export async function admitOpening(
  { web }: Pick<Line, "web">,
  claims: Pick<Claims, "conversation" | "host">,
  req: IncomingMessage,
): Promise<Refused | null> {
  const from = originOf(req);
  if (from === null) return null;
  return web.budgets.admit("open", { conversation: claims.conversation, from, ...atFirst(claims) });
}

/**
 * Lets somebody write, or says why not. Whom strangers would crowd out is looked at twice: whoever is known, and in what
 * ran before the crowd came, goes on.
 */
export async function admitPost(line: Known, claims: Claims, req: IncomingMessage): Promise<Refused | null> {
  const from = originOf(req);
  if (from === null) return line.allowance.post(claims, null);
  const { conversation } = claims;
  const { budgets } = line.web;
  const attempt = (standing: Standing): Refused | null =>
    line.allowance.post(claims, from.network, standing) ??
    budgets.admit("speak", { conversation, from, began: standing.began, known: standing.known });
  const before = budgets.spender(conversation) ?? atFirst(claims);
  const refused = attempt(before);
  if (refused === null) return null;
  const standing = await standingOf(line, claims);
  const isBetter = standing.known !== before.known || standing.began !== before.began;
  return isBetter ? attempt(standing) : refused;
}
