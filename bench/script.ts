import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** One question of the guide as an ordinary bot asks it: with these buttons, or with yes and no. */
export interface Question {
  text: string;
  choices: string[] | null;
}

interface Entry {
  title: string;
  passages: string[];
  question?: string;
}

/**
 * The way from "I want to leave" to the last click as a list of questions with the words of the guide in `folder`, so
 * that an ordinary bot says about as much in a turn as the desk does.
 */
export function readScript(folder: string): Question[] {
  const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as T;
  const texts = new Map(
    readdirSync(path.join(folder, "topics"))
      .flatMap((file) => read<{ passages: { id: string; text: string }[] }>(`topics/${file}`).passages)
      .map(({ id, text }) => [id, text]),
  );
  const say = (entry: Entry | undefined, question: string): string =>
    [...(entry?.passages ?? []).map((id) => texts.get(id) ?? ""), question].join("\n\n");
  const reasons = read<Entry[]>("reasons.json");
  const alternatives = read<Entry[]>("alternatives.json");
  const titles = (entries: Entry[]): string[] => entries.map(({ title }) => title);
  return [
    { text: "What brings you here?", choices: ["Delete my account", "Take a break", "Get it back", "Ask"] },
    { text: "What is closest to your reason?", choices: titles(reasons) },
    { text: say(reasons[0], "Is anything still open in the account?"), choices: null },
    { text: say(alternatives[0], "Would one of these do?"), choices: ["Carry on", ...titles(alternatives)] },
    { text: "Might you come back one day?", choices: ["Unlikely", "Maybe", "Not sure"] },
    { text: "Do you still want to delete it?", choices: null },
    ...read<Entry[]>("checklist.json").map((item) => ({
      text: say(item, item.question ?? ""),
      choices: null,
    })),
    ...read<Entry[]>("steps.json").map((step) => ({
      text: say(step, step.question ?? ""),
      choices: ["I see it", "It is not there", "Show the list"],
    })),
  ];
}
