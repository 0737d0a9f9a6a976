import { createHash } from "node:crypto";
import type { Keys } from "../../keys/keys.ts";
import type { Activity } from "../../store/activity.ts";
import type { Store } from "../../store/port.ts";
import { makeSecretCheck } from "../../web/bearer.ts";
import type { Web } from "../../web/server.ts";
import type { Door } from "../door.ts";
import { postActivity, readActivities, refuseUpload } from "./activities.ts";
import { makeAgentIds } from "./agent-ids.ts";
import { makeAllowance } from "./allowance.ts";
import { giveChallenge, takeProof } from "./challenge.ts";
import { rejoinConversation, startConversation } from "./conversations.ts";
import { copyOfTalk, type MakeCopy } from "./copy.ts";
import { endDevices, listDevices } from "./devices.ts";
import { type GrantBook, newGrantId, openGrants } from "./grants/grants.ts";
import { networkKey } from "./grants/network.ts";
import type { HostUsers } from "./host-users.ts";
import type { Line } from "./line.ts";
import { lookAtLink, renewLink } from "./mail-link.ts";
import { passing } from "./passing.ts";
import type { Signs } from "./signs.ts";
import { makeSockets } from "./sockets.ts";
import { openStream, streamPath } from "./stream-door.ts";
import { makeTokens } from "./token.ts";
import { endHostUser, generateToken, refreshToken, widgetToken } from "./tokens.ts";

/** The open Direct Line door. */
export interface DirectLine {
  /** Shows the people in a talk something that is in no log, such as that somebody is typing. */
  pass(conversationId: string, activity: Activity): void;
  /**
   * Makes a link that opens a conversation in the widget's page, below the desk's own address: once, within 30 days.
   * `about` is the ticket's name, `mail` the e-mail's, which gets the same link however often it is tried.
   */
  linkTo(
    base: string,
    talk: { conversation: string; user: string },
    about?: { ticket?: string | null; mail?: string },
  ): Promise<string>;
  /** Who has access to a conversation, by which device. */
  grants: Pick<GrantBook, "list" | "end">;
  /** Ends the sockets of a talk that was erased; its readers then hear 404. */
  end(conversationId: string): void;
  /** Closes all sockets with 1012: readers come back with their watermark. */
  close(): void;
}

const linkId = (mail: string): string => createHash("sha256").update(mail).digest("base64url").slice(0, 16);

/** Serves Direct Line 3.0 and `POST /widget/token`. */
export function serveDirectLine(
  web: Web,
  desk: {
    door: Door;
    store: Pick<
      Store,
      | "conversation"
      | "readLogTexts"
      | "ticketsOf"
      | "watch"
      | "readState"
      | "stateTags"
      | "writeState"
      | "pass"
      | "hear"
    >;
    /** absent: no e-mail is sent */
    sendLink?: Line["sendLink"];
    /** hears when people type and what they have seen */
    signs?: Signs;
    keys: Keys;
    /** absent: the host page vouches for nobody */
    hostUsers?: HostUsers | null;
    /** absent: no ticket asks for a proof of work */
    quarantine?: Line["quarantine"];
    /** absent: talks cannot be saved as files */
    makeCopy?: MakeCopy;
    tokenSeconds?: number;
  },
): DirectLine {
  const { limits, now } = web.settings;
  const agentIds = makeAgentIds(desk.keys);
  const sockets = makeSockets(
    { store: desk.store, agentIds },
    web.settings,
    web.connections,
    web.budgets.memory,
  );
  const grants = openGrants(
    desk.store,
    () => new Date(now()),
    (conversation, ids) => sockets.end(1008, conversation, ids),
  );
  const line: Line = {
    web,
    door: desk.door,
    store: desk.store,
    signs: desk.signs ?? null,
    tokens: makeTokens(desk.keys, now, desk.tokenSeconds),
    grants,
    networkKey: networkKey(desk.store, () => new Date(now())),
    quarantine: desk.quarantine ?? null,
    sendLink: desk.sendLink ?? null,
    begun: new Set(),
    isSecret: (given) => makeSecretCheck(desk.keys.secrets("direct-line"))(given),
    hostUsers: desk.hostUsers ?? null,
    allowance: makeAllowance(limits, web.counts),
    agentIds,
    sockets,
  };
  const stopWatchingKeys = desk.keys.watch((voided) => {
    if (voided.includes("conversations")) sockets.end(1008);
  });
  const root = "/v3/directline";
  web.postOften("/widget/token", widgetToken(line));
  web.post("/widget/signed-out", endHostUser(line));
  web.get("/widget/devices", listDevices(line));
  web.post("/widget/devices/end", endDevices(line));
  web.post("/widget/link", lookAtLink(line));
  web.post("/widget/link/renew", renewLink(line));
  web.post(`${root}/tokens/generate`, generateToken(line));
  web.post(`${root}/tokens/refresh`, refreshToken(line));
  web.postOften(`${root}/conversations`, startConversation(line));
  web.get(`${root}/conversations/:id`, rejoinConversation(line));
  web.get(`${root}/conversations/:id/activities`, readActivities(line));
  web.postOften(`${root}/conversations/:id/activities`, postActivity(line));
  web.post(`${root}/conversations/:id/upload`, refuseUpload(line));
  web.get(`${root}/conversations/:id/challenge`, giveChallenge(line));
  web.post(`${root}/conversations/:id/challenge`, takeProof(line));
  if (desk.makeCopy) web.get("/widget/copy/:id", copyOfTalk(line, desk.makeCopy));
  web.upgrades.on(streamPath, openStream(line));
  return {
    pass: (conversationId, activity) =>
      sockets.pass(
        conversationId,
        JSON.stringify(passing(agentIds.hide(activity, conversationId), conversationId, now())),
      ),
    linkTo: async (base, talk, { ticket = null, mail } = {}) => {
      const id = mail === undefined ? newGrantId() : linkId(mail);
      const grant = await grants.makeLink(talk.conversation, ticket, id);
      return `${base}/widget/frame?chat#mode=open&link=${line.tokens.issue({ ...talk, grant: grant.id }, "link")}`;
    },
    grants,
    end: (conversationId) => sockets.end(1000, conversationId),
    close: () => {
      stopWatchingKeys();
      grants.close();
      sockets.close();
    },
  };
}
