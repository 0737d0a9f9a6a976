import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type App, type AppContent, type AppScope, createApp, loadAppContent } from "../src/app.ts";
import { type ListedTicket, listTickets } from "../src/cli/commands/tickets.ts";
import { dataPath } from "../src/runtime/paths.ts";
import { machineDisk } from "../src/store/embedded/disk.ts";
import type { EmbeddedStore } from "../src/store/embedded/embedded-store.ts";
import { openEmbeddedStore } from "../src/store/embedded/open.ts";
import type { StoreLog } from "../src/store/store.ts";
import { FaultyDisk } from "./store/faults/faulty-disk.ts";

const quiet: StoreLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A whole desk on a real store in a folder of its own; only its clock can be set. */
export class TestDesk {
  private now = new Date("2026-03-10T10:00:00.000Z");
  content!: AppContent;
  store!: EmbeddedStore;
  desk!: App;

  /** the machine's own, which can be told to be full */
  readonly disk = new FaultyDisk(machineDisk);

  /** what the operator's log was told */
  readonly logged: { event: string; about: Record<string, unknown>; level: string | undefined }[] = [];

  private constructor(
    /** where the store keeps everything */
    readonly folder: string,
    private dataFolder: (...parts: string[]) => string,
    private change: (content: AppContent) => AppContent,
    private readonly reach: Partial<AppScope>,
  ) {}

  /** Opens a desk on an empty store; `change` puts a fault into what it says or understands. */
  static async open(
    dataFolder = dataPath,
    change: (content: AppContent) => AppContent = (content) => content,
    reach: Partial<AppScope> = {},
  ): Promise<TestDesk> {
    const desk = new TestDesk(await mkdtemp(path.join(tmpdir(), "desk-")), dataFolder, change, reach);
    await desk.start();
    return desk;
  }

  private async start(): Promise<void> {
    const now = () => this.now;
    this.content = this.change(await loadAppContent("en", this.dataFolder));
    this.store = await openEmbeddedStore(this.folder, { now, log: quiet, disk: this.disk });
    const log = (event: string, about: Record<string, unknown>, level?: string) =>
      this.logged.push({ event, about, level });
    this.desk = createApp(this.content, this.store, now, log, {
      announcing: false,
      mail: true,
      ...this.reach,
    });
    await this.desk.turns.recover();
  }

  /** Ends the desk and opens it anew on the same store, with another data folder or without the fault where that is given. */
  async restart({ dataFolder = this.dataFolder, change = this.change } = {}): Promise<void> {
    await this.stop();
    this.dataFolder = dataFolder;
    this.change = change;
    await this.start();
  }

  /** What the desk's clock says. */
  get time(): string {
    return this.now.toISOString();
  }

  /** Moves the clock on. */
  wait(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * 3_600_000);
  }

  /** The tickets of one conversation, as operators list them. */
  async tickets(conversationId: string): Promise<ListedTicket[]> {
    const tickets: ListedTicket[] = [];
    for await (const ticket of listTickets(this.store))
      if (ticket.conversationId === conversationId) tickets.push(ticket);
    return tickets;
  }

  talk(): Promise<Visitor> {
    return Visitor.begin(this);
  }

  private async stop(): Promise<void> {
    await this.desk.turns.stop();
    await this.store.close();
    await this.content.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }
}

interface Button {
  title: string;
  value: { version: string; step: string; nonce: string; choice: string };
}

interface RestsOn {
  version: string;
  node: string | null;
  step: string;
  topic: string | null;
  passages: string[];
  facts: string[];
  offersPerson: boolean;
}

/** One bot message as a test looks at it. */
export interface Reply extends RestsOn {
  text: string;
  /** the name under which it was said */
  from: string;
  buttons: Button[];
}

/** One person who talks to a desk. */
export class Visitor {
  private after = 0;
  /** where the newest message stands */
  place = "";
  buttons: Button[] = [];

  private constructor(
    private readonly desk: TestDesk,
    readonly id: string,
  ) {}

  static async begin(desk: TestDesk): Promise<Visitor> {
    const visitor = new Visitor(desk, randomUUID());
    await desk.desk.inbox.open({ id: visitor.id, channel: "test", userId: "dl_test", locale: "en" });
    await visitor.replies();
    return visitor;
  }

  /** Says something and gives what the bot answered. */
  say(text: string): Promise<Reply[]> {
    return this.post({ text });
  }

  /** Clicks the button of this title under the newest message. */
  click(title: string): Promise<Reply[]> {
    return this.press(this.button(title));
  }

  /** The button of this title under the newest message, to be pressed now or later. */
  button(title: string): Button {
    const button = this.buttons.find((one) => one.title === title);
    if (!button)
      throw new Error(
        `there is no button "${title}", only ${this.buttons.map((one) => one.title).join(", ")}`,
      );
    return button;
  }

  /** Clicks a button that may be an old one. */
  press(button: Button): Promise<Reply[]> {
    return this.post({ text: button.title, value: button.value });
  }

  /** Sends a message as a client makes it. */
  async post(said: {
    text: string;
    value?: unknown;
    channelData?: Record<string, unknown>;
    localTimezone?: string;
    locale?: string;
  }): Promise<Reply[]> {
    const id = randomUUID();
    await this.desk.desk.inbox.post(
      this.id,
      { type: "message", id, from: { id: "dl_test", role: "user" }, ...said },
      [id],
    );
    return this.replies();
  }

  /** What was said to the person since they last looked, when nothing is in line any more. */
  async replies(): Promise<Reply[]> {
    await this.desk.desk.turns.settled();
    const entries = await this.desk.store.readLog(this.id, { after: this.after, limit: 500 });
    this.after = entries.at(-1)?.seq ?? this.after;
    const replies = entries
      .filter(
        ({ audience, activity }) =>
          audience === "everyone" && activity.type === "message" && activity.from?.role === "bot",
      )
      .map(({ activity }) => ({
        text: activity.text ?? "",
        from: activity.from?.name ?? "",
        buttons: (activity.suggestedActions?.actions ?? []) as unknown as Button[],
        ...(activity.channelData?.["guide"] as RestsOn),
      }));
    this.buttons = replies.at(-1)?.buttons ?? this.buttons;
    this.place = replies.at(-1)?.step ?? this.place;
    return replies;
  }
}
