import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBrowser } from "../widget/browser.ts";
import { type AtDesk, enterAsOwner, invite } from "./at-desk.ts";
import { type DeskProcess, startDeskProcess } from "./desk-process.ts";
import { begin, type Person } from "./person.ts";

const agents = ["Abe", "Birch", "Cem", "Dia", "Eva"];
const each = 100;
let browser: Browser;
let desk: DeskProcess;

beforeAll(async () => {
  desk = await startDeskProcess();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  await desk.remove();
});

/** Lets the page answer `ping 7` with `pong 7` by its own field as soon as it is shown, and note when that was. */
const answerAtOnce = `
  window.shownAt = {};
  const setText = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  const answer = (number) => {
    window.shownAt[number] = performance.timeOrigin + performance.now();
    const field = document.querySelector("textarea");
    setText.call(field, "pong " + number);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    queueMicrotask(() => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true })));
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        const number = node.dataset?.speaker === "person" && /ping (\\d+)$/.exec(node.textContent)?.[1];
        if (number) answer(number);
      }
  }).observe(document.querySelector(".transcript"), { childList: true, subtree: true });
`;

async function ask(person: Person): Promise<void> {
  await person.hears(/what do you need/i);
  await person.say("I want to talk to a person");
  await person.hears(/i'd pass this on with our/i);
  await person.say("Yes, pass it on");
  await person.hears(/while you wait/i);
}

interface Took {
  there: number;
  back: number;
}

async function pingPong(person: Person, { page }: AtDesk): Promise<Took[]> {
  await page.evaluate(answerAtOnce);
  const took: Took[] = [];
  for (let number = 1; number <= each; number++) {
    const answered = person.hears(new RegExp(`^pong ${number}$`));
    const begun = performance.timeOrigin + performance.now();
    await person.say(`ping ${number}`);
    await answered;
    const ended = performance.timeOrigin + performance.now();
    const shown = (await page.evaluate(`window.shownAt[${number}]`)) as number;
    took.push({ there: shown - begun, back: ended - shown });
  }
  return took;
}

function report(name: string, times: number[]): void {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): string =>
    `${(sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1)} ms`;
  process.stdout.write(`  ${name}: ${sorted.length} messages, median ${at(0.5)}, p95 ${at(0.95)}\n`);
}

test("500 messages from a person to a console, and the answers back", async () => {
  const owner = await enterAsOwner(browser, desk.ownerLink);
  const all: Took[] = [];
  for (const name of agents) {
    const agent = await invite(browser, owner, `${name} Agent`);
    const person = await begin(desk.url);
    await ask(person);
    await agent.claim();
    all.push(...(await pingPong(person, agent)));
    person.leave();
    await agent.page.context().close();
  }
  expect(all).toHaveLength(agents.length * each);
  report(
    "person to console, shown",
    all.map(({ there }) => there),
  );
  report(
    "console to person",
    all.map(({ back }) => back),
  );
  report(
    "there and back",
    all.map(({ there, back }) => there + back),
  );
});
