import { openIssuer } from "../../test/teams/issuer.ts";
import { answerOrders } from "../orders.ts";
import { readScript } from "../script.ts";
import type { Conversation } from "./conversation.ts";
import { openDeskConversation } from "./desk-conversation.ts";
import { idleSockets } from "./idle-sockets.ts";
import { conversationMany, type Load } from "./many.ts";
import { type Delivery, openOrdinaryConversation } from "./ordinary-conversation.ts";
import { makePoster } from "./poster.ts";
import { startReceiver } from "./receiver.ts";
import { openTeamsConversation } from "./teams-conversation.ts";

/** Whom to talk to, how many conversations at a time, for how long. Only a desk has more than one process. */
export interface LoadOrder {
  urls: readonly string[];
  how: Delivery | "directLine" | "directLine, typed" | `Teams, ${Delivery}`;
  parallel: number;
  seconds: number;
}

const post = makePoster();
const receiver = await startReceiver();
const issuer = await openIssuer();
const ordinary = { post, receiver, script: readScript("data/guide/en") };
const teams = { post, receiver, token: await issuer.sign({ serviceurl: receiver.url }) };

const open = (urls: readonly string[], how: LoadOrder["how"]): Promise<Conversation> => {
  const [url = ""] = urls;
  switch (how) {
    case "directLine":
      return openDeskConversation(post, urls, "clicks");
    case "directLine, typed":
      return openDeskConversation(post, urls, "types");
    case "Teams, connector":
      return openTeamsConversation(teams, { url, delivery: "connector" });
    case "Teams, expectReplies":
      return openTeamsConversation(teams, { url, delivery: "expectReplies" });
    default:
      return openOrdinaryConversation(ordinary, { url, delivery: how });
  }
};

answerOrders(
  {
    load: ({ urls, how, ...size }: LoadOrder): Promise<Load> => {
      let opened = 0;
      return conversationMany(() => {
        const first = opened % urls.length;
        opened += 1;
        return open([...urls.slice(first), ...urls.slice(0, first)], how);
      }, size);
    },
    issuer: () => issuer.settings(),
    ...idleSockets(post),
  },
  { stay: true },
);
process.stdout.write("ready\n");
