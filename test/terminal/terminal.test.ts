import { afterAll, beforeAll, expect, test } from "vitest";
import { runTerminal } from "../../src/terminal/terminal.ts";
import { TestDesk } from "../desk.ts";
import { alder } from "../tickets/people.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

/** A terminal in which lines are typed one by one. */
class Terminal {
  readonly shown: string[] = [];
  readonly #typed: string[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  readonly done: Promise<void>;

  constructor(
    readonly id: string,
    private readonly verbose = false,
  ) {
    this.done = this.#show();
  }

  async #show(): Promise<void> {
    const { store, content, desk: parts } = desk;
    const conversation = runTerminal(
      { store, inbox: parts.inbox, words: content.words },
      { conversationId: this.id, verbose: this.verbose },
      this.#lines(),
    );
    for await (const text of conversation) this.shown.push(text);
  }

  async *#lines(): AsyncGenerator<string> {
    for (;;) {
      const line = this.#typed.shift();
      if (line !== undefined) yield line;
      else if (this.#ended) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  type(...lines: string[]): void {
    this.#typed.push(...lines);
    this.#wake();
  }

  end(): Promise<void> {
    this.#ended = true;
    this.#wake();
    return this.done;
  }
}

test("an agent is shown by name as they write, notices apart, and no line waits for an answer of theirs", async () => {
  const terminal = new Terminal("terminal-alder");
  terminal.type("person", "Yes, pass it on", "Here in this chat");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/while you wait/i);
  const [ticket] = await desk.store.ticketsOf(terminal.id);
  const number = ticket?.number ?? 0;
  await desk.desk.human.claim(number, alder);
  await desk.desk.human.reply(number, alder, { type: "message", text: "Which contract?" }, null);
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/^Alder \(a person\): Which contract\?/);
  expect(terminal.shown.at(-2)).toMatch(/^\* Alder has joined/);
  terminal.type("the first", "and the second");
  const said = async () =>
    (await desk.store.readLog(terminal.id, { after: 0, limit: 100 })).map(({ activity }) => activity.text);
  await expect.poll(said).toContain("and the second");
  await desk.desk.human.resolve(number, alder, "explained", "continue");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/how did we do/i);
  terminal.type("5", "No comment");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/what do you need/i);
  await terminal.end();
});

test("beside an agent the desk answers what is for the desk, by number too", async () => {
  const terminal = new Terminal("terminal-cedar");
  terminal.type("person", "Yes, pass it on", "Here in this chat");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/while you wait/i);
  const [ticket] = await desk.store.ticketsOf(terminal.id);
  await desk.desk.human.claim(ticket?.number ?? 0, alder);
  terminal.type("what about my contract?", "delete my chat");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/^\* .*deletes the whole chat.*\n {2}1\. /s);
  terminal.type("no", "cancel my ticket", "1");
  await expect.poll(() => terminal.shown.join("\n")).toMatch(/nothing is deleted.*cancel your ticket/is);
  await expect
    .poll(async () => (await desk.store.ticketsOf(terminal.id))[0]?.state)
    .toMatchObject({ kind: "expired", withdrawn: true });
  await terminal.end();
});

test("two talks in terminals are those of two people: what is erased for one is not the other's", async () => {
  const terminals = [new Terminal("terminal-spruce"), new Terminal("terminal-birch")];
  await expect.poll(() => terminals.every(({ shown }) => shown.length > 1)).toBe(true);
  const users = await Promise.all(
    terminals.map(async ({ id }) => {
      const conversation = await desk.store.conversation(id);
      return typeof conversation === "object" ? conversation.userId : undefined;
    }),
  );
  expect(new Set(users).size).toBe(2);
  await Promise.all(terminals.map((terminal) => terminal.end()));
});

test("facts are said back, an earlier answer is asked back, and the letter is corrected by talking", async () => {
  const terminal = new Terminal("terminal-willow");
  terminal.type("my account got suspended and i have $420 stuck there");
  await expect.poll(() => terminal.shown.join("\n")).toMatch(/got it.*suspended.*\$420/is);
  terminal.type("I have it", "Yes", "none of these", "Yes, let's write it");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/what does the notice say/i);
  terminal.type("It says I shared my Skype name", "idk", "idk", "idk");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/^Hello,.*Skype/s);
  terminal.type("change Skype to WhatsApp");
  await expect.poll(() => terminal.shown.at(-1)).toMatch(/^Hello,.*WhatsApp/s);
  await terminal.end();

  const other = new Terminal("terminal-rowan");
  other.type("Get an account back", "I closed it myself", "sorry, I meant: Upwork suspended it");
  await expect.poll(() => other.shown.at(-1)).toMatch(/instead\?.*1\. Yes/s);
  other.type("1");
  await expect.poll(() => other.shown.at(-1)).toMatch(/do you have the notice/i);
  await other.end();
});

test("the source of an answer is a footnote for whoever wants to see more, and for nobody else", async () => {
  const { guide } = desk.content;
  const footnote = `  (from our guide: ${guide.topic("consequences").title} · version ${guide.version.slice(0, 4)})`;
  for (const verbose of [true, false]) {
    const terminal = new Terminal(`terminal-elm-${verbose}`, verbose);
    terminal.type("will my reviews disappear?");
    await expect.poll(() => terminal.shown.at(-2)).toMatch(/removes your project history/i);
    const lines = terminal.shown.join("\n").split("\n");
    expect(lines.filter((line) => line === footnote)).toHaveLength(verbose ? 1 : 0);
    expect(lines.filter((line) => /version/i.test(line))).toHaveLength(verbose ? 1 : 0);
    await terminal.end();
  }
});
