import { createRequire } from "node:module";
import type { Activity, ConnectionStatus, DirectLine } from "botframework-directlinejs";
import { WebSocket } from "ws";

const require = createRequire(import.meta.url);
Object.assign(globalThis, { XMLHttpRequest: require("xhr2"), WebSocket });
const library = require("botframework-directlinejs") as { DirectLine: typeof DirectLine };

/** The real Direct Line client, what it has seen, and the sockets it opened. */
export interface RealClient {
  seen: Activity[];
  texts(): string[];
  status(): ConnectionStatus;
  sockets: WebSocket[];
  /** Resolves with the id that the desk gave, or "retry". */
  say(text: string, more?: object): Promise<string>;
  end(): void;
}

/** Connects the real client; after a lost socket it comes back in 3 s, the least that it knows. */
export function connect(options: {
  domain: string;
  token: string;
  webSocket: boolean;
  conversationId?: string;
  watermark?: string;
  conversationStartProperties?: { locale: string };
}): RealClient {
  const sockets: WebSocket[] = [];
  class Watched extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  const client = new library.DirectLine({
    ...options,
    pollingInterval: 200,
    random: () => 0,
    WebSocket: Watched as unknown as typeof globalThis.WebSocket,
  });
  const seen: Activity[] = [];
  let status: ConnectionStatus = 0;
  // the client ends its streams with an error, also when it is asked to end
  const ended = (error: unknown): void => {
    if ((error as Error).message !== "conversation ended") throw error;
  };
  client.connectionStatus$.subscribe((now) => {
    status = now;
  }, ended);
  client.activity$.subscribe((activity) => seen.push(activity), ended);
  return {
    seen,
    texts: () => seen.map((activity) => ("text" in activity ? (activity.text ?? "") : activity.type)),
    status: () => status,
    sockets,
    say: (text, more) =>
      new Promise((resolve, reject) => {
        client
          .postActivity({ type: "message", text, from: { id: "anybody" }, ...more } as Activity)
          .subscribe(resolve, reject);
      }),
    end: () => client.end(),
  };
}
