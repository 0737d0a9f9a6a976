import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataPath } from "../../src/runtime/paths.ts";
import { TestDesk } from "../desk.ts";
import { play } from "./script.ts";
import { toChecklist, toDecision } from "./ways.ts";

let desk: TestDesk;

beforeAll(async () => {
  desk = await TestDesk.open();
});
afterAll(() => desk.close());

type Phrases = Record<
  "only-english" | "to-person" | "delete" | "break" | "restore" | "person" | "crisis",
  string
>;

const phrasesIn = (locale: string): Phrases =>
  JSON.parse(readFileSync(dataPath("phrases", locale, "language.json"), "utf8")) as Phrases;

/** One of each group: Romance, Germanic, Slavic in Latin letters and Cyrillic, Turkic, Arabic script, India in both scripts, South-East Asia, East Asia. */
const groups = [
  ["es", "hola, quiero eliminar mi cuenta", "no entiendo estas preguntas", "quiero hablar con una persona"],
  [
    "de",
    "ich möchte mein Konto löschen",
    "das verstehe ich leider nicht",
    "ich will mit einem Menschen sprechen",
  ],
  ["pl", "chcę usunąć swoje konto", "nie rozumiem tych pytań", "chcę porozmawiać z człowiekiem"],
  ["ru", "хочу удалить аккаунт", "я не понимаю эти вопросы", "хочу поговорить с человеком"],
  ["tr", "hesabımı silmek istiyorum", "bu soruları hiç anlamıyorum", "bir insanla konuşmak istiyorum"],
  ["ar", "أريد حذف حسابي", "لا أفهم هذه الأسئلة", "أريد التحدث مع شخص"],
  ["hi", "मुझे खाता बंद करना है", "ये सवाल समझ नहीं आए", "मुझे किसी इंसान से बात करनी है"],
  ["hi-Latn", "mera account band karna hai", "ye sawal samajh nahi aaye", "kisi insaan se baat karni hai"],
  [
    "id",
    "saya ingin menghapus akun saya",
    "saya tidak mengerti pertanyaan ini",
    "saya mau bicara dengan orang",
  ],
  ["zh", "我想删除我的账户", "我看不懂这些问题", "我要找真人"],
] as const;

test.each(groups)("somebody who writes %s is led to a person", async (locale, wish, lost, person) => {
  const words = phrasesIn(locale);
  const visitor = await desk.talk();
  const first = await visitor.say(wish);
  expect(first[0]).toMatchObject({ text: words["only-english"], offersPerson: true });
  expect(visitor.place).toBe("root.fork");
  const titles = visitor.buttons.map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining([words.delete, words.break, words.restore, words.person]));
  await play(visitor, [[words.delete, "weigh.reason"]]);
  const again = await visitor.say(lost);
  expect(again[0]?.text).toBe(words["only-english"]);
  expect(visitor.place).toBe("weigh.reason");
  expect(visitor.buttons.slice(0, 4).map(({ title }) => title)).toEqual([
    words.delete,
    words.break,
    words.restore,
    words.person,
  ]);
  const handed = await visitor.say(person);
  expect(handed[0]?.text).toBe(words["to-person"]);
  await play(visitor, [["Yes, pass it on", "escalate.contact"]]);
  const [ticket] = await desk.tickets(visitor.id);
  expect(ticket?.language).toBe(locale);
});

describe("a button of the main menu beside another question", () => {
  test.each([
    ["break", "weigh.check"],
    ["restore", "restore.which"],
    ["person", "escalate.consent"],
  ] as const)("%s begins that", async (choice, place) => {
    const visitor = await desk.talk();
    await play(visitor, toDecision);
    await visitor.say("je ne comprends pas cette question");
    await visitor.click(phrasesIn("fr")[choice]);
    expect(visitor.place).toBe(place);
  });

  test("to delete goes on with what is being done, and the title can be typed", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    await visitor.say("je ne comprends pas cette question");
    await visitor.click(phrasesIn("fr").delete);
    expect(visitor.place).toBe("checklist.contracts");
    await visitor.say(phrasesIn("fr").break);
    expect(visitor.place).toBe("weigh.check");
  });

  test("the question that was open is answered by its own buttons", async () => {
    const visitor = await desk.talk();
    await play(visitor, toChecklist);
    await visitor.say("je ne comprends pas cette question");
    await play(visitor, [["All closed, or none", "checklist.payments"]]);
  });
});

test.each([
  ["quiero morir", "es"],
  ["ich will nicht mehr leben", "de"],
  ["я хочу умереть", "ru"],
  ["أريد أن أموت", "ar"],
  ["मैं मरना चाहता हूँ", "hi"],
  ["main marna chahta hu", "hi-Latn"],
  ["我想死", "zh"],
  ["죽고 싶어요", "ko"],
])("'%s' is met first, in %s and with the crisis line", async (said, locale) => {
  const visitor = await desk.talk();
  const [care] = await visitor.say(said);
  expect(care?.topic).toBe("distress_crisis");
  expect(care?.text).toContain(phrasesIn(locale).crisis.replace("{line}", "findahelpline.com"));
  expect(care?.text).toMatch(/crisis line: findahelpline\.com/);
  await visitor.click(phrasesIn(locale).person);
  const [ticket] = await desk.tickets(visitor.id);
  expect(ticket).toMatchObject({ priority: "urgent", language: locale });
});

describe("the locale of the device", () => {
  test("is heard with the first message that is unclear, once", async () => {
    const visitor = await desk.talk();
    const clear = await visitor.post({ text: "will my reviews disappear", locale: "pt-BR" });
    expect(clear.some(({ text }) => text === phrasesIn("pt")["only-english"])).toBe(false);
    const unclear = await visitor.post({ text: "...", locale: "pt-BR" });
    expect(unclear[0]?.text).toBe(phrasesIn("pt")["only-english"]);
    const next = await visitor.post({ text: "...", locale: "pt-BR" });
    expect(next.some(({ text }) => text === phrasesIn("pt")["only-english"])).toBe(false);
  });

  test("says nothing where it is the desk's own, or where nobody has words for it", async () => {
    const visitor = await desk.talk();
    for (const locale of ["en-GB", "fi-FI"]) {
      const replies = await visitor.post({ text: "...", locale });
      expect(replies.some(({ text }) => /only understand english/i.test(text))).toBe(false);
    }
  });
});
