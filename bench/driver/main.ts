import { answerOrders } from "../orders.ts";
import { readScript } from "../script.ts";
import { openDeskTalk } from "./desk-talk.ts";
import { idleSockets } from "./idle-sockets.ts";
import { type Load, talkMany } from "./many.ts";
import { type Delivery, openOrdinaryTalk } from "./ordinary-talk.ts";
import { makePoster } from "./poster.ts";
import { startReceiver } from "./receiver.ts";

/** Whom to talk to, how many talks at a time, for how long. */
export interface LoadOrder {
  url: string;
  how: Delivery | "directLine";
  parallel: number;
  seconds: number;
}

const post = makePoster();
const ordinary = { post, receiver: await startReceiver(), script: readScript("data/guide/en") };

answerOrders(
  {
    load: ({ url, how, ...size }: LoadOrder): Promise<Load> =>
      talkMany(
        () =>
          how === "directLine" ? openDeskTalk(post, url) : openOrdinaryTalk(ordinary, { url, delivery: how }),
        size,
      ),
    ...idleSockets(post),
  },
  { stay: true },
);
process.stdout.write("ready\n");
