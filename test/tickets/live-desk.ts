import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadMessages } from "../../src/guide/messages.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import type { EmbeddedStore } from "../../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Activity, LogEntry } from "../../src/store/records.ts";
import type { Ticket } from "../../src/store/ticket.ts";
import type { DeskEvent } from "../../src/tickets/human-desk.ts";
import { makeHumanDesk, type RunningHumanDesk } from "../../src/tickets/service/ticket-service.ts";
import { DeskSettings } from "../../src/tickets/settings.ts";
import { personWrote } from "../../src/tickets/transitions/edit.ts";
import { keptLog } from "../store/kept-log.ts";
import { noon, start, ticket, turn } from "../store/material.ts";

const words = loadMessages(dataPath("phrases", "en"));

/** The human desk on a real store with a clock that can be set; the bot's turns are only noted. */
export class LiveDesk {
  human!: RunningHumanDesk;
  store!: EmbeddedStore;
  readonly events: DeskEvent[] = [];
  readonly passed: [string, Activity][] = [];
  readonly turns: [string, number][] = [];
  readonly logged: string[] = [];
  #now = Date.parse(noon);

  private constructor(
    private readonly folder: string,
    private readonly settings: DeskSettings,
  ) {}

  static async open(settings: Partial<DeskSettings> = {}): Promise<LiveDesk> {
    const folder = await mkdtemp(path.join(tmpdir(), "live-desk-"));
    const desk = new LiveDesk(folder, DeskSettings.parse({ welcomeBackHours: 24, ...settings }));
    await desk.#start();
    return desk;
  }

  async restart(): Promise<void> {
    await this.human.stop();
    await this.store.close();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.human.stop();
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }

  get time(): string {
    return new Date(this.#now).toISOString();
  }

  /** Moves the clock on by seconds, and lets the desk make a round. */
  async wait(seconds: number): Promise<void> {
    this.#now += seconds * 1_000;
    await this.human.runDueTasks();
  }

  /** A talk with a ticket in the queue. */
  async ticket(number: number, over: Partial<Ticket> = {}): Promise<void> {
    const id = conversationOf(number);
    await this.store.openConversation(start(id));
    await this.store.commitTurn(
      turn(id, null, { tickets: [ticket(number, id, { openedAt: this.time, ...over })] }),
    );
  }

  /** What a turn does when the person has written to their agent. */
  async personWrites(number: number): Promise<void> {
    const before = await this.store.ticket(number);
    if (before === undefined) throw new Error(`there is no ticket ${number}`);
    const tickets = [personWrote(before, new Date(this.#now))];
    await this.store.commitTurn(turn(conversationOf(number), null, { at: this.time, tickets }));
  }

  log(number: number): Promise<LogEntry[]> {
    return this.store.readLog(conversationOf(number), { after: 0, limit: 1_000 });
  }

  /** What was said in a conversation, a word for each entry: a notice's kind, an event's name, or the text. */
  async said(number: number): Promise<string[]> {
    return (await this.log(number)).map(({ activity: { channelData, name, text } }) => {
      const desk = channelData?.["desk"] as { notice: string } | undefined;
      return desk?.notice ?? name ?? text ?? "";
    });
  }

  async #start(): Promise<void> {
    const now = () => new Date(this.#now);
    this.store = await openEmbeddedStore(this.folder, { now, log: keptLog() });
    this.human = makeHumanDesk({
      store: this.store,
      words,
      settings: this.settings,
      now,
      enqueue: (...entry) => this.turns.push(entry),
      log: (event) => this.logged.push(event),
    });
    this.human.watch((event) => this.events.push(event));
    this.human.watchEphemeral((...passed) => this.passed.push(passed));
    await this.human.start();
  }
}

export const conversationOf = (number: number): string => `talk ${number}`;
