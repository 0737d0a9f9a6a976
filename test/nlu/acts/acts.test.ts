import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadActs } from "../../../src/nlu/acts/acts.ts";
import type { FoundAct } from "../../../src/nlu/acts/spoken-act.ts";
import { loadForeign } from "../../../src/nlu/languages/foreign.ts";
import { dataPath } from "../../../src/runtime/paths.ts";

const find = await loadActs(
  dataPath("acts", "en"),
  await loadForeign({
    languages: dataPath("languages"),
    utterances: dataPath("utterances", "en"),
    acts: dataPath("acts", "en"),
    distress: dataPath("distress", "en"),
  }),
);

const linesOf = (file: string): string[] =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

function sectionsOf(file: string): [string, string[]][] {
  const sections: [string, string[]][] = [];
  for (const line of linesOf(file))
    if (line.startsWith("= ")) sections.push([line.slice(2), []]);
    else sections.at(-1)?.[1].push(line);
  return sections;
}

const inShort = ({ act, id }: FoundAct): string => (id === null ? act : `${act} ${id}`);
const told = (text: string): string[] =>
  find(text)
    .filter(({ denied }) => !denied)
    .map(inShort);

describe("what people say is found", () => {
  test.each(sectionsOf("told.txt"))("%s", (act, lines) => {
    expect(lines.length).toBeGreaterThanOrEqual(25);
    const missed = lines.filter((line) => !told(line).includes(act));
    expect(missed.length, JSON.stringify(missed, null, 1)).toBeLessThanOrEqual(lines.length * 0.08);
  });

  test("and hardly ever something else", () => {
    const all = sectionsOf("told.txt").flatMap(([act, lines]) => lines.map((line) => ({ act, line })));
    const also = all.filter(({ act, line }) => told(line).length > 0 && !told(line).includes(act));
    expect(also.length, JSON.stringify(also, null, 1)).toBeLessThanOrEqual(all.length * 0.02);
  });
});

test("answers, facts, letters and questions of the guide tell none", () => {
  const wrong = linesOf("none.txt").filter((line) => told(line).length > 0);
  expect(wrong, JSON.stringify(wrong.map((line) => [line, told(line)]))).toEqual([]);
});

test.each([
  ["no i want to delete it", ["no plain", "wish delete"]],
  ["no, please go ahead and close it", ["no plain", "wish delete"]],
  ["yes keep it", ["yes plain", "wish keep"]],
  ["no thanks, lets go on with the letter", ["no plain", "wish letter"]],
  ["ok thank you, thats all", ["acknowledge", "thanks"]],
])("in the order in which it is said: %s", (text, acts) => expect(told(text)).toEqual(acts));

test.each([
  ["i dont want to delete it", "wish delete", "denied"],
  ["never close my account", "wish delete", "denied"],
  ["yes but hide my name", "yes plain", "conditional"],
  ["yes only if i can keep the reviews", "yes plain", "conditional"],
  ["yes, unless it costs money", "yes plain", "conditional"],
  ["delete my account, but not my reviews", "wish delete", "conditional"],
] as const)("%s: %s is %s", (text, act, how) =>
  expect(find(text).find((found) => inShort(found) === act)?.[how]).toBe(true),
);

test.each([
  ["ok", true],
  ["ok, I see, thanks", true],
  ["yes please sir", true],
  ["yes, one is still open", false],
  ["no my contracts are open", false],
])("whether %s says nothing besides: %s", (text, whole) => expect(find(text)[0]?.whole).toBe(whole));

test.each([
  ["hola, cómo puedo cerrar mi cuenta?", "es"],
  ["mera account band karna hai, madad karo", "hi-Latn"],
  ["bonjour, je ne parle pas anglais", "fr"],
  ["como deixo meu perfil invisível?", "pt"],
  ["Wie lösche ich mein Konto?", "de"],
  ["paano ko po burahin ang account ko", "tl"],
  ["bagaimana cara menghapus akun saya", "id"],
  ["hesabımı nasıl silebilirim lütfen yardım", "tr"],
  ["jak usunąć moje konto?", "pl"],
  ["как удалить мой аккаунт", "ru"],
  ["як видалити мій акаунт", "uk"],
  ["如何删除我的账户", "zh"],
  ["アカウントを削除したい", "ja"],
  ["كيف احذف حسابي", "ar"],
])("%s is in %s", (text, language) => expect(told(text)).toContain(`language ${language}`));

test.each(["hola", "gracias", "si", "Juan de la Cruz", "my client is Maria del Mar from La Paz", "ok merci"])(
  "%s is in no other language",
  (text) => expect(find(text).some(({ act }) => act === "language")).toBe(false),
);

describe("4,000 characters of hostile text cost no more than eight times 1,000", () => {
  const costOf = (text: string): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < 7; time += 1) {
      const before = process.cpuUsage();
      for (let again = 0; again < 5; again += 1) find(text);
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  };
  test.each([
    "no ",
    "want to want to delete ",
    "why do you ",
    "dont dont not not ",
    "no, ",
    "? ",
    "👍",
    "je ne pas ",
  ])("%s", (piece) => {
    const text = piece.repeat(4_000).slice(0, 4_000);
    find(text);
    expect(costOf(text)).toBeLessThanOrEqual(8 * costOf(text.slice(0, 1_000)) + 5_000);
  });
});

test("an act is found in the middle of a long text", () => {
  const filling = "I have worked there since 2016 with good clients. ".repeat(39);
  expect(told(`${filling} I want to talk to a human. ${filling}`)).toContain("wish person");
});

test.each([
  "i wrote to them ten times and every time the same canned answer from a bot that does not read what i say and now my money is gone",
  "they took my account, they took my money, i have two kids at home and now i am talking to a bot who asks me for reasons when upwork is the reason",
  "three weeks i wait for an answer of a real person and all i get is a robot sending the same text again about their terms. nobody there reads anything. i worked six years with top rated badge and this is how they treat me",
  "the client was a bot or a real person i dont know but he took my design, never paid and then left one star and upwork support did nothing about it",
])("a rant that mentions a bot asks nothing of the desk: %s", (text) =>
  expect(find(text).filter(({ act }) => act === "about-desk")).toEqual([]),
);

test.each([
  ["they took my account and my money. are you a bot?", "about-desk bot"],
  ["hello before i tell you my whole story, are you a bot or a real person", "about-desk bot"],
])("a question beside a story is heard: %s", (text, act) => expect(told(text)).toContain(act));
