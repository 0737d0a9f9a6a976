import { type Activity, isOwn } from "../../shared/activity.ts";
import {
  type FrameMode,
  hello,
  readSettings,
  type ToFrame,
  type ToHost,
} from "../../shared/frame-settings.ts";
import { type AgentState, agentAfter, makeReadMarks } from "./agent/agent.ts";
import type { OpenChat } from "./chat/open.tsx";
import { type ConversationNotice, type ConversationParts, makeCurrent } from "./conversation-parts.ts";
import { type ConnectionState, makeDirectLineClient } from "./directline/client.ts";
import { makeProver } from "./directline/prover.ts";
import { leaveConversationOfOthers } from "./directline/token.ts";
import type { FrameWords } from "./messages.ts";
import { makeRecord } from "./messages.ts";
import { makeUnread } from "./unread.ts";
import { type AskAboutLink, leaveBeside, linkOfPage, visitAgain, visitByLink } from "./visit.ts";

/** Reads the strings embedded in the page. */
const readPageWords = (): FrameWords =>
  JSON.parse(document.documentElement.dataset["words"] ?? "{}") as FrameWords;

const number = /\bER-[2-9A-Z]{8}\b/;

/**
 * Returns the last receipt number that the desk sent, for an erased conversation; null when there is none.
 */
const erasureReceipt = (said: readonly Activity[]): string | null =>
  number.exec(said.findLast((activity) => !isOwn(activity))?.text ?? "")?.[0] ?? null;

const settings = readSettings(location.hash);
const page = document.documentElement;
const nonce = document.getElementById("frame")?.dataset["nonce"] ?? "";
const waiting = document.getElementById("waiting");
let port: MessagePort | null = null;
let reading: "nothing" | "unread" | "conversation" = "nothing";
let looking = false;
let chat: OpenChat | null = null;

const tell = (message: ToHost): void => port?.postMessage(message);
const record = makeRecord();
const state = makeCurrent<ConnectionState>("connecting");
const notice = makeCurrent<ConversationNotice | null>(null);
const busy = makeCurrent(false);
const who = makeCurrent<AgentState>({ kind: "bot" });
const checking = makeCurrent(false);
/** Asks about a link in place of the chat, which is loaded on demand. */
const askAboutLink: AskAboutLink = async (asked) => {
  const { showLinkQuestion } = await import("./link/question.tsx");
  return showLinkQuestion(document.getElementById("talk") as HTMLElement, readPageWords(), settings, asked);
};
const subscribers = new Set<Parameters<ConversationParts["subscribe"]>[0]>();

const link = linkOfPage();
const visit = link === null ? visitAgain() : await visitByLink(link, askAboutLink);
const { place } = visit;
notice.set(visit.notice);
if (window.parent !== window) leaveConversationOfOthers(settings.userToken);

const unread = makeUnread(place.seen, (count) => tell({ tell: "unread", count }));
const client = makeDirectLineClient(
  { place, locale: page.dataset["locale"] ?? "en", userToken: settings.userToken },
  {
    arrived: (arrival) => {
      const fresh = record.add(arrival.activities);
      unread.arrived({ ...arrival, activities: fresh }, client.conversationId());
      for (const activity of fresh) who.set(agentAfter(who.get(), activity));
      for (const activity of fresh) prove(activity);
      for (const take of subscribers) for (const activity of fresh) take(activity);
      markRead(arrival.watermark);
    },
    state: (next) => state.set(next),
    anew: (why) => {
      const receipt = why === "erased" ? erasureReceipt(record.all()) : null;
      record.clear();
      unread.forget();
      who.set({ kind: "bot" });
      notice.set(receipt === null ? why : { erased: receipt });
      chat?.anew();
    },
    ended: () => leaveBeside(place),
    busy: busy.set,
  },
);

const prove = makeProver(client.challenge, checking.set);
const tellRead = makeReadMarks((upTo) =>
  client.sendEphemeral({ type: "event", name: "desk.read", value: { upTo } }),
);
let reached = "";

/** Reports the read position while a person is asked for or present. */
function markRead(watermark: string): void {
  reached = watermark || reached;
  if (reading === "conversation" && looking && !document.hidden && who.get().kind !== "bot")
    tellRead(reached);
}
document.addEventListener("visibilitychange", () => markRead(""));

const look = (here: boolean): void => {
  looking = here;
  unread.look(here);
  markRead("");
};

const parts: ConversationParts = {
  words: readPageWords(),
  settings,
  nonce,
  locale: page.dataset["locale"] ?? "en",
  direction: page.dir === "rtl" ? "rtl" : "ltr",
  record,
  state,
  notice,
  busy,
  who,
  checking,
  copy: client.copy,
  devices: client.devices,
  post: client.post,
  sendEphemeral: client.sendEphemeral,
  subscribe: (take) => {
    subscribers.add(take);
    for (const activity of record.all()) take(activity);
    return () => void subscribers.delete(take);
  },
  close: () => {
    // immediately: messages before the host page responds are unread
    look(false);
    tell({ tell: "close" });
  },
  usable: () => tell({ tell: "usable" }),
};

const fetchChat = () => import("./chat/open.tsx");

async function openConversation(takeFocus: boolean): Promise<void> {
  look(true);
  if (reading !== "conversation") {
    who.set({ kind: "bot" });
    if (reading === "unread") record.clear();
    reading = "conversation";
    client.readFrom("");
  }
  if (chat === null) {
    waiting?.removeAttribute("hidden");
    const { openChat } = await fetchChat();
    chat ??= openChat(document.getElementById("talk") as HTMLElement, parts);
    waiting?.setAttribute("hidden", "");
  }
  if (takeFocus) chat.focus();
}

function go(mode: FrameMode, takeFocus: boolean): void {
  if (mode === "open") void openConversation(takeFocus);
  else if (mode === "warm") void fetchChat();
  else if (reading === "nothing") {
    const conversation = place.kept();
    if (conversation === null) return;
    reading = "unread";
    client.readFrom(unread.readUpTo(conversation.conversationId));
  }
}

addEventListener("message", ({ source, data, ports: [given] }) => {
  if (source !== window.parent || data !== hello || given === undefined || port !== null) return;
  port = given;
  port.onmessage = ({ data: message }: MessageEvent<ToFrame>) => {
    if (message.tell === "mode") go(message.mode, message.focus);
    else look(false);
  };
  tell({ tell: "unread", count: unread.count() });
});
go(settings.mode, window.parent === window);
