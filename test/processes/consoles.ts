import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import type { StreamFrame } from "../../src/api/schemas/conversations.ts";
import type { LogEntry } from "../../src/store/records.ts";
import type { Answer, Browser } from "../api/browser.ts";

type Entry = Pick<LogEntry, "seq" | "activity">;

/** One of the desk's people with the stream of the desk API open, who has one conversation and answers each line of it. */
export interface Console {
  /** The lines of the person that it has seen, in the order it saw them. */
  heard(): string[];
  /** What it has said, for each line it heard. */
  said(): string[];
  /** How many entries one and the same stream showed it more than once. */
  twice(): number;
  /** How often its stream was opened. */
  opened(): number;
  end(): Promise<void>;
}

/** Calls until a process that is there has answered: a write that broke is repeated under the same name. */
export async function untilAnswered(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await call().catch(() => null);
    if (answer !== null && answer.status < 500) return answer;
    await sleep(200);
  }
}

/** Opens the stream through the proxy as a console does: after each cut it joins anew and reads what it has missed. */
export async function openConsole(agent: Browser, conversationId: string): Promise<Console> {
  const entries = new Map<number, Entry>();
  const said: string[] = [];
  let opened = 0;
  let twice = 0;
  let ended = false;
  let seq: number | null = null;
  let socket: WebSocket | undefined;
  let working: Promise<void> = Promise.resolve();

  const answer = async (text: string): Promise<void> => {
    const line = { text: `heard: ${text}`, clientId: randomUUID() };
    const path = `/conversations/${conversationId}/messages`;
    const { status, body } = await untilAnswered(() => agent.post(path, line));
    if (status !== 200) throw new Error(`an agent's answer was refused: ${status} ${JSON.stringify(body)}`);
    said.push(line.text);
  };
  const take = (entry: Entry): void => {
    if (entries.has(entry.seq)) return;
    entries.set(entry.seq, entry);
    const { type, from, text } = entry.activity;
    if (type === "message" && from?.role === "user" && text) working = working.then(() => answer(text));
  };
  const readMissed = async (): Promise<void> => {
    const after = Math.max(0, ...entries.keys());
    const path = `/conversations/${conversationId}/activities?limit=200&after=${after}`;
    const { body } = await untilAnswered(() => agent.get(path));
    for (const entry of body.activities as Entry[]) take(entry);
  };
  const join = (): void => {
    opened += 1;
    const shown = new Set<number>();
    const known = seq === null ? "" : `?after=${seq}`;
    socket = new WebSocket(`${agent.url.replace("http", "ws")}/api/desk/stream${known}`, {
      headers: { cookie: agent.cookie ?? "" },
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (!ended) setTimeout(join, 300);
    });
    socket.on("message", (data) => {
      const frame: StreamFrame = JSON.parse(String(data));
      if (frame.kind === "activity") {
        if (frame.conversationId === conversationId) {
          if (shown.has(frame.entry.seq)) twice += 1;
          shown.add(frame.entry.seq);
          take(frame.entry as Entry);
        }
      } else if (frame.kind === "hello" || frame.kind === "reset") void readMissed();
      // what one process counts says nothing to another
      seq = frame.kind === "reset" ? null : frame.seq;
    });
  };
  join();
  await readMissed();
  return {
    heard: () =>
      [...entries.values()]
        .filter(({ activity }) => activity.type === "message" && activity.from?.role === "user")
        .map(({ activity }) => activity.id ?? ""),
    said: () => said,
    twice: () => twice,
    opened: () => opened,
    async end() {
      ended = true;
      socket?.close();
      await working;
    },
  };
}
