import { readFile } from "node:fs/promises";
import { interpret } from "../../src/nlu/interpret.ts";
import type { Where } from "../../src/nlu/interpretation.ts";
import { languageFolders, loadInterpreter } from "../../src/nlu/load.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { dataPath, projectFolder } from "../../src/runtime/paths.ts";
import { median, quantile, shown } from "../numbers.ts";

/** characters that a text is filled up to, and the most that is read */
const LONGEST = 250;
const ROUNDS = 3;
const WARM_UP = 40;
const CONVERSATIONS = "test/conversations/evaluation/dev.json";

/** CPU time of this process in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What people typed in the conversations of the evaluation, as sentences one after the other up to the most that is read. */
async function longTexts(): Promise<string[]> {
  const file = await readFile(`${projectFolder}/${CONVERSATIONS}`, "utf8");
  const conversations = JSON.parse(file) as { turns: { say?: string }[] }[];
  const said = conversations.flatMap(({ turns }) => turns.flatMap(({ say }) => (say ? [say] : [])));
  return said.map((_, first) => {
    let text = "";
    for (let at = first; text.length < LONGEST; at += 1) text += `${said[at % said.length]}. `;
    return text.slice(0, LONGEST);
  });
}

/** A question before something final, after others that could be corrected: every reader has work. */
const where: Where = {
  question: {
    choices: [
      { id: "done", title: "All closed, or none", means: "yes" },
      { id: "not-yet", title: "Not yet", means: "no" },
      { id: "dispute", title: "There's a dispute" },
    ],
    takes: "choice",
    isGate: true,
  },
  place: "checklist.contracts",
  lastTopic: "steps_contracts",
  lastTitles: ["What deleting takes away", "What to finish first"],
  sideAnswered: false,
  money: null,
  answered: [
    { index: 2, place: "close.account-type", option: "freelancer" },
    { index: 1, place: "weigh.check.feedback", option: "unfair" },
    { index: 0, place: "weigh.reason", option: "feedback" },
  ],
  now: new Date("2026-11-24T10:00:00Z"),
};

/** Measures the CPU time of reading a text where it was said, beside that of its topic alone, one after the other. */
export async function measureInterpretation(): Promise<string> {
  const parts = await loadInterpreter(languageFolders("en", dataPath));
  const texts = await longTexts();
  for (const text of texts.slice(0, WARM_UP)) await interpret(text, where, parts);
  const topic: number[] = [];
  const beyond: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, text] of texts.entries()) {
      // what was encoded for another text of this length is not remembered
      const other = `${text.slice(1)}${at % 10}`;
      const start = cpuMs();
      guessTopic(other, null, parts);
      const between = cpuMs();
      await interpret(text, where, parts);
      topic.push(between - start);
      beyond.push(cpuMs() - between - (between - start));
    }
  }
  await parts.recognizers.close();
  const line = (name: string, values: readonly number[]): string =>
    `| ${name} | ${shown(median(values))} | ${shown(quantile(values, 0.95))} |`;
  return [
    `${texts.length * ROUNDS} texts of ${LONGEST} characters, CPU in ms`,
    "",
    "| | median | p95 |",
    "| --- | --- | --- |",
    line("topic", topic),
    line("interpretation beyond it", beyond),
  ].join("\n");
}
