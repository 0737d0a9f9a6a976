import { answerOrders } from "../orders.ts";
import { readScript } from "../script.ts";
import { openDeskTalk } from "./desk-talk.ts";
import { idleSockets } from "./idle-sockets.ts";
import { type Load, talkMany } from "./many.ts";
import { type Delivery, openOrdinaryTalk } from "./ordinary-talk.ts";
import { makePoster } from "./poster.ts";
import { startReceiver } from "./receiver.ts";

/** Whom to talk to, how many talks at a time, for how long. Only a desk has more than one process. */
export interface LoadOrder {
  urls: readonly string[];
  how: Delivery | "directLine";
  parallel: number;
  seconds: number;
}

const post = makePoster();
const ordinary = { post, receiver: await startReceiver(), script: readScript("data/guide/en") };

answerOrders(
  {
    load: ({ urls, how, ...size }: LoadOrder): Promise<Load> => {
      let opened = 0;
      const open = () => {
        const first = opened % urls.length;
        opened += 1;
        return how === "directLine"
          ? openDeskTalk(post, [...urls.slice(first), ...urls.slice(0, first)])
          : openOrdinaryTalk(ordinary, { url: urls[0] ?? "", delivery: how });
      };
      return talkMany(open, size);
    },
    ...idleSockets(post),
  },
  { stay: true },
);
process.stdout.write("ready\n");
