import { afterAll, beforeAll, expect, test } from "vitest";
import type { CardAttachment } from "../../../src/bot/rendering/cards.ts";
import { sourceIn } from "../../../src/bot/rendering/source.ts";
import type { Activity } from "../../../src/store/records.ts";
import { type CardScope, forTeams } from "../../../src/teams/cards/for-teams.ts";
import { TestDesk } from "../../desk.ts";
import { saidIn } from "./contents.ts";
import { linesOf } from "./lines.ts";
import { faultsOf } from "./schema.ts";

const scopes: CardScope[] = ["personal", "groupChat", "channel"];

let desk: TestDesk;
/** an answer of the bot, as the log holds it, and the question after it */
let answer: Activity;
let question: Activity;

beforeAll(async () => {
  desk = await TestDesk.open();
  const visitor = await desk.talk();
  await visitor.say("will my reviews disappear?");
  [answer, question] = (await saidIn(desk, visitor)).slice(-2) as [Activity, Activity];
});
afterAll(() => desk.close());

const line = (): string =>
  `From our guide: ${desk.content.guide.topic("consequences").title} · version ${desk.content.guide.version.slice(0, 4)}`;

test.each(scopes)("an answer in %s stays a text, and its source stands below it in italics", (scope) => {
  const shown = forTeams(answer, desk.content.words, scope);
  const [words, source, ...more] = (shown.text ?? "").split("<br><br><em>");
  expect(shown).toMatchObject({ textFormat: "xml" });
  expect(shown.attachments).toBeUndefined();
  expect([words?.replaceAll("<br>", "\n"), source, more]).toEqual([answer.text, `${line()}</em>`, []]);
});

test("what is no answer is plain text as before", () => {
  const words = { ...question, suggestedActions: undefined };
  expect(forTeams(words as Activity, desk.content.words)).toMatchObject({
    text: question.text,
    textFormat: "plain",
  });
});

test("T17: markup in an answer is shown as it is written", () => {
  const text = "<b>1 < 2</b> & <at>everybody</at>\n[a](https://evil.example)";
  const shown = forTeams({ ...answer, text }, desk.content.words);
  const [words] = (shown.text ?? "").split("<br><br><em>");
  expect(words).toBe(
    "&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; &lt;at&gt;everybody&lt;/at&gt;<br>[a](https://evil.example)",
  );
});

test("on a card the source is the last line above the buttons, small and subtle, and is told with it", () => {
  const source = sourceIn(answer);
  const asked = {
    ...question,
    channelData: { guide: { ...(question.channelData?.["guide"] as object), source } },
  };
  const [card] = forTeams(asked, desk.content.words).attachments as CardAttachment[];
  const lines = linesOf(card?.content);
  expect(lines[lines.findIndex((one) => one.startsWith("[")) - 1]).toBe(line());
  expect(card?.content.body.find((part) => JSON.stringify(part).includes(line()))).toMatchObject({
    inlines: [{ size: "Small", isSubtle: true }],
  });
  expect(String(card?.content["speak"]).endsWith(`\n${line()}`)).toBe(true);
  expect(faultsOf(card?.content ?? {})).toEqual([]);
});
