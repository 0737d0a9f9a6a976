import { once } from "node:events";
import { afterAll, afterEach } from "vitest";
import { WebSocket } from "ws";
import { until } from "../directline/ask.ts";
import { message } from "../store/material.ts";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

// biome-ignore lint/suspicious/noExplicitAny: frames of many shapes, looked at field by field
type Frame = any;

/** A console's line to the desk. */
export class StreamReader {
  readonly frames: Frame[] = [];
  closed: number | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => this.frames.push(JSON.parse(String(data))));
    socket.on("close", (code) => {
      this.closed = code;
    });
    socket.on("error", () => undefined);
  }

  static async open(
    api: Pick<TestApi, "port">,
    browser: Browser,
    after?: number,
    headers = {},
  ): Promise<StreamReader> {
    const query = after === undefined ? "" : `?after=${after}`;
    const reader = new StreamReader(
      new WebSocket(`ws://127.0.0.1:${api.port}/api/desk/stream${query}`, {
        headers: { ...(browser.cookie !== null && { cookie: browser.cookie }), ...headers },
      }),
    );
    await once(reader.socket, "open");
    return reader;
  }

  /** The frames of a kind, once there are this many. */
  async of(kind: string, count = 1): Promise<Frame[]> {
    const found = () => this.frames.filter((frame) => frame.kind === kind);
    await until(() => found().length >= count);
    return found();
  }

  async end(): Promise<number> {
    await until(() => this.closed !== null);
    return this.closed ?? 0;
  }
}

/** Opens a desk for the tests of a file, with an owner and two agents. Streams end after each test, the desk after the last. */
export async function openStreamDesk(settings: Parameters<typeof openApi>[0] = {}) {
  const api = await openApi(settings);
  const oak = await api.join("Oak", "owner");
  const alder = await api.join("Alder", "agent");
  const birch = await api.join("Birch", "agent");
  const open: StreamReader[] = [];
  afterEach(() => {
    for (const reader of open.splice(0)) reader.socket.terminate();
  });
  afterAll(() => api.stop());
  const listen = async (browser: Browser, after?: number) => {
    const reader = await StreamReader.open(api, browser, after);
    open.push(reader);
    await reader.of("hello");
    return reader;
  };
  const say = (ticket: number, text: string) =>
    api.store.receive(`talk-${ticket}`, {
      activity: message(text),
      keys: [],
      at: new Date().toISOString(),
      needsTurn: false,
    });
  return { api, oak, alder, birch, open, listen, say };
}
