import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readButton } from "../../../src/bot/rendering/buttons.ts";
import type { Action, CardAttachment } from "../../../src/bot/rendering/cards.ts";
import type { Activity } from "../../../src/store/records.ts";
import { inPlace, readSubmittedCard, type SubmittedCard } from "../../../src/teams/cards/elements.ts";
import { type CardScope, disableCard, forTeams } from "../../../src/teams/cards/for-teams.ts";
import { IncomingActivity } from "../../../src/teams/incoming-activity.ts";
import { play } from "../../conversations/script.ts";
import { toChecklist } from "../../conversations/ways.ts";
import { TestDesk, type Visitor } from "../../desk.ts";
import { activityFrom } from "../teams-message.ts";
import { type Contents, contentsOf, saidIn, toDraft } from "./contents.ts";
import { linesOf } from "./lines.ts";
import { faultsOf } from "./schema.ts";

let desk: TestDesk;
let contents: Contents;

beforeAll(async () => {
  desk = await TestDesk.open();
  contents = await contentsOf(desk);
});
afterAll(() => desk.close());

/** The card of a message, as Teams gets it. */
function cardOf(activity: Activity, scope?: CardScope): CardAttachment {
  const [card] = forTeams(activity, desk.content.words, scope).attachments ?? [];
  if (!card) throw new Error(`there is no card: ${activity.text}`);
  return card as CardAttachment;
}

/** Every button of a card, in the order in which it shows them. */
const actionsOf = ({ content }: CardAttachment): Action[] => [
  ...content.body.flatMap(({ actions }) => (actions as Action[] | undefined) ?? []),
  ...content.actions,
];

/** What the desk reads when a button of a card is pressed; `filledIn` are the fields of the card. */
function pressed(card: CardAttachment, title: string, filledIn: Record<string, string> = {}): SubmittedCard {
  const action = actionsOf(card).find((one) => one.title === title);
  const value = { action: { ...action, data: { ...(action?.["data"] as object), ...filledIn } } };
  const invoke = activityFrom("https://smba.trafficmanager.net/emea/", "tenant", {
    type: "invoke",
    name: "adaptiveCard/action",
    text: undefined,
    value,
  });
  const read = readSubmittedCard(IncomingActivity.parse(invoke));
  if (!read) throw new Error(`the button "${title}" is not read`);
  return read;
}

const kinds = ["question", "short", "checklist", "steps", "draft", "ticket", "csat", "comment"] as const;

describe.each(kinds)("the card of %s", (kind) => {
  test.each<CardScope>(kind === "comment" ? ["channel"] : ["personal", "groupChat", "channel"])(
    "in %s keeps to the schema and to the size that Teams takes",
    (scope) => {
      const { content } = cardOf(contents[kind], scope);
      expect(faultsOf(content)).toEqual([]);
      expect(content).toMatchObject({
        version: "1.5",
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      });
      expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(28 * 1024);
    },
  );

  test("is told in plain words to those who hear it or cannot see it", () => {
    const { content } = cardOf(contents[kind], "channel");
    expect(content["speak"]).toBe(content["fallbackText"]);
    expect(content["speak"]).toMatch(/\w+ \w+/);
    expect(content["speak"]).not.toMatch(/[<>*_[\]{}]/);
  });

  test("brings each button's value back as the log has it, and is the same where Action.Execute is not known", () => {
    const card = cardOf(contents[kind], "channel");
    for (const { title, value } of contents[kind].suggestedActions?.actions ?? [])
      expect(pressed(card, title)).toMatchObject({ value, title });
    for (const { type: _, verb: __, fallback, ...action } of actionsOf(card))
      expect(fallback).toEqual({ type: "Action.Submit", ...action });
  });

  test("has no button any more once it was used, and shows what was chosen", () => {
    const card = cardOf(contents[kind], "channel");
    const [first] = actionsOf(card);
    const used = disableCard(card, pressed(card, first?.title ?? ""), desk.content.words);
    expect(actionsOf(used)).toEqual([]);
    expect(JSON.stringify(used)).not.toMatch(/Action\.|Input\./);
    expect(linesOf(used.content).at(-1)).toMatch(/^You chose: \w/);
    expect(used.content["speak"]).toMatch(/You chose: \w/);
    expect(faultsOf(used.content)).toEqual([]);
  });
});

test("few buttons stand below the writing field in a personal chat, where each says its title, and on a card elsewhere", () => {
  const { suggestedActions, text, attachments } = forTeams(contents.comment, desk.content.words, "personal");
  expect(text).toBe(contents.comment.text);
  expect(attachments).toBeUndefined();
  expect(suggestedActions?.actions).toEqual(
    ["No comment", "Back", "Talk to a person"].map((title) => ({ type: "imBack", title, value: title })),
  );
  expect(forTeams(contents.comment, desk.content.words, "channel")).not.toHaveProperty("suggestedActions");
});

test("what is not a message, and words without buttons, pass as they are", () => {
  expect(forTeams({ type: "typing" }, desk.content.words)).toEqual({ type: "typing" });
  const words = { type: "message", text: "Hello, [this](https://example.org) is plain", textFormat: "plain" };
  expect(forTeams({ ...words, channelData: { agent: { name: "Alder" } } }, desk.content.words)).toEqual(
    words,
  );
});

test("a draft as long as a card takes it stays below the size that Teams takes", () => {
  const text = "語".repeat(4000);
  const card = cardOf({
    ...contents.draft,
    text: `${text}\n\nIs it right?`,
    channelData: { ...contents.draft.channelData, card: { kind: "draft", text } },
  });
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28 * 1024);
});

/** Presses a button of the newest message on a card of this kind, as Teams posts it, and gives what the bot answered. */
async function press(visitor: Visitor, kind: string, title: string, filledIn?: Record<string, string>) {
  const before = await saidIn(desk, visitor);
  const on = before.findLast(
    ({ channelData }) => (channelData?.["card"] as { kind: string } | undefined)?.kind === kind,
  );
  const button = pressed(cardOf(on as Activity), title, filledIn);
  await visitor.post({ text: button.title ?? "", value: button.value });
  const replies = (await saidIn(desk, visitor)).slice(before.length);
  return { replies, changing: replies.filter((reply) => inPlace(button, reply)) };
}

test("a checklist is ticked on one card, and goes back on it", async () => {
  const visitor = await desk.talk();
  await play(visitor, toChecklist);
  const ticked = await press(visitor, "checklist", "All closed, or none");
  expect(linesOf(cardOf(ticked.changing[0] as Activity).content)).toContain("✓ Contracts: done");
  expect(ticked.replies).toEqual(ticked.changing);
  const back = await press(visitor, "checklist", "Back");
  expect(back.changing).toHaveLength(1);
  expect(linesOf(cardOf(back.changing[0] as Activity).content)).toContain("○ Contracts");
});

test("a ticket shows its place anew on its card", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["person"], ["Yes, pass it on"], ["Here in this chat", "escalate.waiting"]]);
  const { changing } = await press(visitor, "ticket", "Refresh");
  expect(linesOf(cardOf(changing[0] as Activity).content)).toContain("#1 in the queue");
});

describe("a draft", () => {
  const mine = "Hello Upwork, please give Studio Blue its account back; I closed it too early.";
  const atReview = async (): Promise<Visitor> => {
    const visitor = await desk.talk();
    await play(visitor, toDraft);
    return visitor;
  };
  const copied = async (visitor: Visitor): Promise<string> =>
    (await visitor.say("send me a copy")).map(({ text }) => text).join("\n");

  test("that was changed on the card is right as it was sent", async () => {
    const visitor = await atReview();
    const { changing } = await press(visitor, "draft", "Looks good", { draft: mine });
    expect(changing).toEqual([]);
    expect(visitor.place).toBe("restore.expectations");
    expect(await copied(visitor)).toContain(`YOUR REQUEST\n\n${mine}`);
  });

  test("that was changed is shown anew in its place when it is to be changed", async () => {
    const visitor = await atReview();
    const { changing } = await press(visitor, "draft", "Change something", { draft: mine });
    expect(linesOf(cardOf(changing[0] as Activity).content)[0]).toContain(mine);
    expect(visitor.place).toBe("draft.review");
  });

  test("that was left alone is asked for in one's own words when it is to be changed", async () => {
    const visitor = await atReview();
    const [, shown] = linesOf(cardOf(contents.draft).content)[0]?.split("here): ") ?? [];
    await press(visitor, "draft", "Change something", { draft: (shown ?? "").replaceAll("\n", "\r\n") });
    expect(visitor.place).toBe("draft.rewrite");
  });

  test("that is too short is not taken", async () => {
    const visitor = await atReview();
    const { replies } = await press(visitor, "draft", "Looks good", { draft: "please" });
    expect(replies[0]?.text).toMatch(/too short/);
    expect(visitor.place).toBe("draft.review");
  });

  test("with a secret in it is kept without it, and that is said", async () => {
    const visitor = await atReview();
    const { replies } = await press(visitor, "draft", "Looks good", {
      draft: `${mine} My card is 4111 1111 1111 1111.`,
    });
    expect(replies[0]?.text).toMatch(/looked like a card/);
    const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
    expect(JSON.stringify(log)).not.toContain("4111 1111");
    expect(log.some(({ activity }) => readButton(activity.value)?.draft?.startsWith(mine))).toBe(true);
  });
});

test("more than six answers are folded, and the button that unfolds them asks nothing of the desk", async () => {
  const visitor = await desk.talk();
  await play(visitor, [["Close my account", "weigh.reason"]]);
  const { content } = cardOf((await saidIn(desk, visitor)).at(-1) as Activity);
  expect(faultsOf(content)).toEqual([]);
  const rows = content.body.filter(({ type }) => type === "ActionSet");
  const shown = rows.flatMap(({ actions }) => actions as Action[]);
  const unfold = shown.find(({ type }) => type === "Action.ToggleVisibility");
  expect(shown.filter(({ type }) => type === "Action.Execute")).toHaveLength(6);
  expect(unfold?.title).toBe(desk.content.words("cards.more-choices"));
  const folded = content.body.find(({ type }) => type === "Container");
  expect(folded).toMatchObject({ id: "folded", isVisible: false });
  expect(unfold?.["targetElements"]).toContain(folded?.["id"]);
  const items = (folded?.["items"] ?? []) as { actions: Action[] }[];
  const titles = items.flatMap(({ actions }) => actions.map(({ title }) => title));
  expect(titles).toHaveLength(5);
  expect(titles.at(-1)).toBe("I'd rather not say");
});
