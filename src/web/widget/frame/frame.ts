import { type FrameMode, readSettings } from "../wire/frame-settings.ts";
import { hello, type ToFrame, type ToHost } from "../wire/messages.ts";
import type { OpenChat } from "./chat/open.tsx";
import { makeCurrent } from "./current.ts";
import { type LineState, makeLine } from "./line/line.ts";
import { keptTalk } from "./line/talk.ts";
import { makeNews } from "./news.ts";
import { readPageWords } from "./page-words.ts";
import { makeRecord } from "./record.ts";
import type { TalkNotice, TalkParts } from "./talk-parts.ts";

const settings = readSettings(location.hash);
const page = document.documentElement;
const nonce = document.getElementById("frame")?.dataset["nonce"] ?? "";
const waiting = document.getElementById("waiting");
let port: MessagePort | null = null;
let reading: "nothing" | "news" | "talk" = "nothing";
let chat: OpenChat | null = null;

const tell = (message: ToHost): void => port?.postMessage(message);
const news = makeNews((count) => tell({ tell: "unread", count }));
const record = makeRecord();
const state = makeCurrent<LineState>("connecting");
const notice = makeCurrent<TalkNotice | null>(null);
const heard = new Set<Parameters<TalkParts["hear"]>[0]>();

const line = makeLine(page.dataset["locale"] ?? "en", {
  arrived: (arrival) => {
    const fresh = record.add(arrival.activities);
    news.arrived({ ...arrival, activities: fresh }, line.conversationId());
    for (const take of heard) for (const activity of fresh) take(activity);
  },
  state: (next) => state.set(next),
  anew: (why) => {
    record.clear();
    news.forget();
    notice.set(why);
    chat?.anew();
  },
});

const parts: TalkParts = {
  words: readPageWords(),
  settings,
  nonce,
  locale: page.dataset["locale"] ?? "en",
  direction: page.dir === "rtl" ? "rtl" : "ltr",
  record,
  state,
  notice,
  post: line.post,
  hear: (take) => {
    heard.add(take);
    for (const activity of record.all()) take(activity);
    return () => void heard.delete(take);
  },
  close: () => {
    // at once: what comes before the host page has answered was not read
    news.look(false);
    tell({ tell: "close" });
  },
  usable: () => tell({ tell: "usable" }),
};

const fetchChat = () => import("./chat/open.tsx");

async function openTalk(takeFocus: boolean): Promise<void> {
  news.look(true);
  if (reading !== "talk") {
    if (reading === "news") record.clear();
    reading = "talk";
    line.readFrom("");
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
  if (mode === "open") void openTalk(takeFocus);
  else if (mode === "warm") void fetchChat();
  else if (reading === "nothing") {
    const talk = keptTalk();
    if (talk === null) return;
    reading = "news";
    line.readFrom(news.readUpTo(talk.conversationId));
  }
}

addEventListener("message", ({ source, data, ports: [given] }) => {
  if (source !== window.parent || data !== hello || given === undefined || port !== null) return;
  port = given;
  port.onmessage = ({ data: message }: MessageEvent<ToFrame>) => {
    if (message.tell === "mode") go(message.mode, message.focus);
    else news.look(false);
  };
  tell({ tell: "unread", count: news.count() });
});
go(settings.mode, window.parent === window);
