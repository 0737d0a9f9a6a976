import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Activity } from "../../src/store/records.ts";
import type { Issuer } from "./issuer.ts";

/** How one request is answered; `keeps` says whether the message is there nevertheless. */
export type Manner =
  | { kind: "status"; status: number; headers?: Record<string, string>; keeps: boolean }
  | { kind: "silent" | "cut"; keeps: boolean }
  /** is taken, and answered later */
  | { kind: "held"; until: Promise<void> };

const well: Extract<Manner, { kind: "status" }> = { kind: "status", status: 201, keeps: true };

/** A message as the channel shows it now; `id` is the channel's own. */
export interface Shown {
  id: string;
  conversation: string;
  activity: Activity;
}

/** One request that came in, in order. */
export interface Requested {
  path: string;
  method: string;
  status: number | "none";
  at: number;
}

/** The words of a message; those of a card are its summary. */
export const wordsOf = ({ text, summary }: Activity): string => text ?? String(summary ?? "");

const route = /^\/(\w+)\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;

/** Stands where Teams' connector would, on this machine: it checks the desk's token, keeps what it takes, and knows one service URL at a time. */
export class FakeConnector {
  readonly shown: Shown[] = [];
  readonly requests: Requested[] = [];
  /** typing indicators, by conversation */
  readonly typing: string[] = [];
  /** what happens to the next messages, in turn; all is well when nothing is left */
  manners: Manner[] = [];
  /** access tokens that it does not take any more */
  readonly revoked = new Set<string>();
  #home = "teams";
  #given = 0;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly issuer: Issuer,
  ) {}

  static async open(issuer: Issuer): Promise<FakeConnector> {
    const server = createServer();
    const connector = new FakeConnector(server, issuer);
    server.on("request", (req, res) => void connector.#take(req, res));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return connector;
  }

  get serviceUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${this.#home}/`;
  }

  /** From now on it is found at another service URL, and refuses the old one. */
  move(to: string): void {
    this.#home = to;
  }

  /** The words of the messages of a conversation, oldest first; those of a card are its summary. */
  words(conversation: string): string[] {
    return this.of(conversation).map(({ activity }) => wordsOf(activity));
  }

  of(conversation: string): Shown[] {
    return this.shown.filter((one) => one.conversation === conversation);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let body = "";
    for await (const piece of req) body += String(piece);
    const [, home, conversation = "", replaced] = route.exec(req.url ?? "") ?? [];
    const refusal = this.#refusal(req, home);
    if (refusal !== null) return this.#answer(req, res, refusal);
    const activity = JSON.parse(body) as Activity;
    const place = decodeURIComponent(conversation);
    if (activity.type === "typing") {
      this.typing.push(place);
      return this.#answer(req, res, 201, { id: "typing" });
    }
    const next = this.manners.shift() ?? well;
    if (next.kind === "held") await next.until;
    const manner = next.kind === "held" ? well : next;
    const id = manner.keeps ? this.#keep(place, activity, replaced) : undefined;
    if (manner.kind !== "status") {
      this.requests.push({ path: req.url ?? "", method: req.method ?? "", status: "none", at: Date.now() });
      if (manner.kind === "cut") req.socket.destroy();
      return;
    }
    const missing = manner.keeps && id === undefined;
    this.#answer(req, res, missing ? 404 : manner.status, { id }, manner.headers);
  }

  #refusal({ headers }: IncomingMessage, home: string | undefined): number | null {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
    if (!this.issuer.given.includes(token) || this.revoked.has(token)) return 401;
    return home === this.#home ? null : 404;
  }

  /** The id of the message; undefined when the one that is to be replaced is not there. */
  #keep(conversation: string, activity: Activity, replaced: string | undefined): string | undefined {
    if (replaced === undefined) {
      this.#given += 1;
      const id = `1:${this.#given}`;
      this.shown.push({ id, conversation, activity });
      return id;
    }
    const there = this.shown.find((one) => one.id === decodeURIComponent(replaced));
    if (there !== undefined) there.activity = activity;
    return there?.id;
  }

  #answer(
    req: IncomingMessage,
    res: ServerResponse,
    status: number,
    body: object = {},
    headers: Record<string, string> = {},
  ): void {
    this.requests.push({ path: req.url ?? "", method: req.method ?? "", status, at: Date.now() });
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(JSON.stringify(body));
  }
}
