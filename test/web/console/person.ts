import { WebSocket } from "ws";

/** Somebody in a conversation over Direct Line itself, without a page. */
export interface Person {
  /** Says something; resolves when the desk has it. */
  say(text: string): Promise<void>;
  /** Resolves when the desk, its bot or one of its people says what fits. */
  hears(expected: RegExp): Promise<void>;
  leave(): void;
}

interface Heard {
  type: string;
  text?: string;
  from?: { role?: string };
}

/** Begins a conversation. */
export async function begin(url: string): Promise<Person> {
  const post = async (path: string, token: string | null, body: unknown): Promise<Record<string, string>> => {
    const headers = {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return (await answer.json()) as Record<string, string>;
  };
  const granted = await post("/widget/token", null, {});
  const token = granted["token"] ?? "";
  const joined = await post("/v3/directline/conversations", token, { locale: "en" });
  const waiting = new Set<{ expected: RegExp; done(): void }>();
  const heard: string[] = [];
  const socket = new WebSocket(joined["streamUrl"] ?? "");
  socket.on("message", (data) => {
    if (String(data) === "") return;
    const { activities } = JSON.parse(String(data)) as { activities: Heard[] };
    for (const { type, text = "", from } of activities) {
      if (type !== "message" || from?.role === "user") continue;
      heard.push(text);
      for (const one of waiting) if (one.expected.test(text)) one.done();
    }
  });
  const say = async (text: string): Promise<void> => {
    const path = `/v3/directline/conversations/${granted["conversationId"]}/activities`;
    await post(path, token, { type: "message", text });
  };
  return {
    say,
    hears: (expected) =>
      new Promise((resolve) => {
        if (heard.some((text) => expected.test(text))) return resolve();
        const one = {
          expected,
          done: () => {
            waiting.delete(one);
            resolve();
          },
        };
        waiting.add(one);
      }),
    leave: () => socket.close(),
  };
}
