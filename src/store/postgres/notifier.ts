import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import type { StoreLog } from "../store.ts";
import { connectionOptions } from "./database.ts";
import type { Changes } from "./store-events.ts";

const channel = "exit_desk";
/** the server's limit is 7,999 bytes */
const mostBytes = 7_500;
const mostWaiting = 20_000;
/** minimum interval between notifications in milliseconds, in which changes are collected */
const callsApart = 25;
const firstPause = 200;
const longestPause = 5_000;

const Ring = z.object({
  talks: z.array(z.tuple([z.string(), z.number(), z.boolean().default(false)])).default([]),
  tickets: z.array(z.tuple([z.string(), z.number()])).default([]),
  outbox: z.boolean().default(false),
  passed: z.array(z.tuple([z.string(), z.unknown()])).default([]),
});

/**
 * Notifies other processes with LISTEN and NOTIFY over one connection that reconnects. Changes shortly after a
 * notification are batched. Notifications may be lost, because readers also poll, so they do not wait for the server's
 * disk.
 */
export class Notifier {
  #client: pg.Client | undefined;
  #waiting: Changes = { talks: [], tickets: [], outbox: false, passed: [] };
  #ringing: Promise<void> | undefined;
  #pause = firstPause;
  #closed = false;
  /** time of the last notification, on the monotonic clock */
  #rangAt = Number.NEGATIVE_INFINITY;
  /** prefix of this process's notifications */
  readonly #signed: string;

  constructor(
    private readonly url: string,
    self: string,
    private readonly heard: (changes: Changes) => void,
    private readonly log: StoreLog,
  ) {
    this.#signed = `{"from":${JSON.stringify(self)},`;
  }

  /** Starts to listen, now or once the server is reachable. */
  async listen(): Promise<void> {
    const client = new pg.Client(connectionOptions(this.url));
    client.on("notification", ({ payload }) => this.#hear(payload ?? ""));
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, new Error("the connection ended")));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`set synchronous_commit = off; listen ${channel}`);
      this.#pause = firstPause;
    } catch (error) {
      this.#lost(client, error as Error);
    }
  }

  ring({ talks: conversations = [], tickets = [], outbox = false, passed = [] }: Partial<Changes>): void {
    const waiting = this.#waiting;
    if (waiting.talks.length < mostWaiting) waiting.talks.push(...conversations);
    if (waiting.tickets.length < mostWaiting) waiting.tickets.push(...tickets);
    if (waiting.passed.length < mostWaiting) waiting.passed.push(...passed.filter(fits));
    waiting.outbox ||= outbox;
    this.#ringing ??= this.#ringAll().finally(() => {
      this.#ringing = undefined;
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#ringing;
    await this.#client?.end().catch(() => undefined);
  }

  async #ringAll(): Promise<void> {
    for (;;) {
      const wait = this.#rangAt + callsApart - performance.now();
      if (wait > 0) await sleep(wait);
      const payload = this.#next();
      if (payload === undefined) return;
      this.#rangAt = performance.now();
      try {
        await this.#client?.query({
          name: "ring",
          text: "select pg_notify($1, $2)",
          values: [channel, payload],
        });
      } catch (error) {
        this.log.warn({ reason: (error as Error).message }, "other processes were not called");
      }
    }
  }

  /** Returns a batch that fits into one notification; undefined when nothing is pending. */
  #next(): string | undefined {
    const { talks: conversations, tickets, outbox, passed } = this.#waiting;
    if (conversations.length === 0 && tickets.length === 0 && !outbox && passed.length === 0)
      return undefined;
    const call: Changes = { talks: [], tickets: [], outbox, passed: [] };
    let bytes = 100;
    for (const [from, to] of [
      [tickets, call.tickets],
      [conversations, call.talks],
      [passed, call.passed],
    ] as const) {
      while (from.length > 0) {
        bytes += Buffer.byteLength(JSON.stringify(from[0])) + 1;
        if (bytes > mostBytes) break;
        to.push(from.shift() as never);
      }
    }
    this.#waiting.outbox = false;
    return `${this.#signed}${JSON.stringify(call).slice(1)}`;
  }

  #hear(payload: string): void {
    if (payload.startsWith(this.#signed)) return;
    const ring = parseChanges(payload);
    if (ring !== undefined) this.heard(ring);
  }

  #lost(client: pg.Client, error: Error): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (this.#closed) return;
    this.log.warn({ reason: error.message }, "the listening connection was lost");
    void client.end().catch(() => undefined);
    setTimeout(() => void (this.#closed || this.listen()), this.#pause).unref();
    this.#pause = Math.min(longestPause, this.#pause * 2);
  }
}

/** Parses a notification; undefined for foreign texts, because anyone in the database may notify. */
function parseChanges(payload: string): Changes | undefined {
  try {
    return Ring.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

/** Reports whether an ephemeral event fits into one notification; one that does not is dropped. */
const fits = (passed: [string, unknown]): boolean =>
  Buffer.byteLength(JSON.stringify(passed)) < mostBytes - 200;
