import { isDeepStrictEqual } from "node:util";
import { offerCommand } from "../../../dialogs/commands.ts";
import type { StepCard } from "../../../dialogs/step.ts";
import {
  buttonsUnder,
  commandButton,
  commandOfButton,
  readButton,
  suggest,
  titleButton,
} from "../../bot/rendering/buttons.ts";
import {
  type Action,
  bodyOf,
  type CardAttachment,
  cardText,
  cardType,
  type Element,
  verbatim,
} from "../../bot/rendering/cards.ts";
import { sourceIn } from "../../bot/rendering/source.ts";
import type { Messages } from "../../guide/messages.ts";
import type { Activity, CardAction } from "../../store/records.ts";
import { button, type CardSubmit, cardForTeams, type SubmittedCard } from "./elements.ts";

/** Where a message is shown. */
export type CardScope = "personal" | "groupChat" | "channel";

/** as many as Teams shows under a message */
const MOST_SUGGESTED = 3;
/** answers that a card shows before its "more options" */
const MOST_SHOWN = 5;
/** characters and buttons that fit side by side on a phone */
const WIDEST_ROW = 20;
const LONGEST_ROW = 5;

/** The commands that are always worth a button of their own; the others wait behind "…". */
const PROMINENT: ReadonlySet<string | null> = new Set(["more", "back", "human"]);

interface Parts {
  /** what the message says besides its card */
  text: string;
  /** the line that names where an answer is told from; empty without one */
  source: string;
  card: StepCard | undefined;
  answers: CardAction[];
  commands: CardAction[];
}

function partsOf(activity: Activity, words: Messages): Parts {
  const { text = "", channelData } = activity;
  const card = channelData?.["card"] as StepCard | undefined;
  const { answers, commands } = buttonsUnder(activity) ?? { answers: [], commands: [] };
  const source = sourceIn(activity);
  return {
    text: card?.kind === "draft" ? text.replace(card.text, "").trim() : text,
    source: source === null ? "" : words("cards.source", { ...source }),
    card,
    answers,
    commands,
  };
}

const isProminent = (action: CardAction): boolean => PROMINENT.has(commandOfButton(action));

/** Returns the answers to a question and the commands shown beside them. */
const offeredActions = ({ answers, commands }: Parts): CardAction[] => [
  ...answers,
  ...commands.filter(isProminent),
];

/** A button of the log on a card; it brings its value back unchanged. */
const posts = (
  { title, value }: CardAction,
  card: StepCard | undefined,
  { says = title, mode }: { says?: string; mode?: "primary" | "secondary" } = {},
): Action =>
  button(
    says,
    "answer",
    { press: value, title, on: card?.kind ?? null } satisfies Partial<Record<keyof CardSubmit, unknown>>,
    mode,
  );

/** Arranges answers in rows: short ones side by side, long ones below each other. */
function rowsOf(answers: readonly CardAction[]): CardAction[][] {
  const rows: CardAction[][] = [];
  let width = 0;
  for (const answer of answers) {
    const row = rows.at(-1);
    width += answer.title.length;
    if (row && width <= WIDEST_ROW && row.length < LONGEST_ROW) row.push(answer);
    else {
      rows.push([answer]);
      width = answer.title.length;
    }
  }
  return rows;
}

/** Renders answers in rows; what is more than five waits until it is asked for. */
function choicesOf(answers: readonly CardAction[], card: StepCard | undefined, words: Messages): Element[] {
  const sets = (some: readonly CardAction[]): Element[] =>
    rowsOf(some).map((row) => ({ type: "ActionSet", actions: row.map((answer) => posts(answer, card)) }));
  // one button alone would be put behind another one
  if (answers.length <= MOST_SHOWN + 1) return sets(answers);
  const unfold = {
    type: "Action.ToggleVisibility",
    title: words("cards.more-choices"),
    targetElements: [UNFOLD, FOLDED],
  };
  return [
    ...sets(answers.slice(0, MOST_SHOWN)),
    { type: "ActionSet", id: UNFOLD, actions: [unfold] },
    { type: "Container", id: FOLDED, isVisible: false, items: sets(answers.slice(MOST_SHOWN)) },
  ];
}
const UNFOLD = "unfold";
const FOLDED = "folded";

/** Shows the ticket as it is by then. */
function refresh(activity: Activity, card: StepCard, words: Messages): Action {
  const place = activity.channelData?.["guide"] as { version: string; step: string };
  const press = commandButton(offerCommand(words, "human", true), {
    version: place.version,
    step: place.step,
    nonce: "",
  });
  return posts(press, card, { says: words("cards.refresh") });
}

/** how a card shows the source of an answer */
const QUIET = { size: "Small", isSubtle: true };

function cardOf(
  activity: Activity,
  { text, source, card, answers, commands }: Parts,
  words: Messages,
): CardAttachment {
  const shown = card && cardText(card, words);
  const told = [shown?.heading, ...(shown?.lines ?? []), text, source].filter((part) => part).join("\n");
  const isMore = (command: CardAction): boolean => commandOfButton(command) === "more";
  const more = commands.filter(isMore).map((command) => posts(command, card));
  const rows: Element[] = [
    ...choicesOf(answers, card, words),
    ...(more.length > 0 ? [{ type: "ActionSet", actions: more }] : []),
  ];
  return cardForTeams(
    told,
    [...(card ? bodyOf(card, words) : []), ...verbatim(text), ...verbatim(source, QUIET), ...rows],
    [
      ...(card?.kind === "ticket" ? [refresh(activity, card, words)] : []),
      ...commands
        .filter((command) => !isMore(command))
        .map((command) => posts(command, card, { mode: isProminent(command) ? "primary" : "secondary" })),
    ],
  );
}

/** Returns the Adaptive Card of a message, or undefined if it has none. */
export const cardIn = ({ attachments }: Activity): CardAttachment | undefined =>
  attachments?.find((attachment): attachment is CardAttachment => attachment.contentType === cardType);

/** Reports whether a message needs a card: for its own, or for buttons that do not all fit below the writing field. */
function needsCard(parts: Parts, scope: CardScope): boolean {
  if (parts.card) return true;
  return scope === "personal" ? offeredActions(parts).length > MOST_SUGGESTED : parts.answers.length > 0;
}

/** Returns the buttons below the writing field, which only personal chats have; each sends its title. */
function suggestActions(parts: Parts, scope: CardScope): Pick<Activity, "suggestedActions"> {
  const actions = scope === "personal" ? offeredActions(parts) : [];
  return actions.length === 0 ? {} : suggest(actions.map(titleButton));
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>" };
const escapeXml = (text: string): string => text.replace(/[&<>\n]/g, (sign) => escapes[sign] ?? sign);

/** Adds the source to a text, in italics: Teams shows no smaller print outside cards. */
const citedText = ({ text, source }: Parts): Pick<Activity, "text" | "textFormat"> =>
  source === "" ? {} : { text: `${escapeXml(text)}<br><br><em>${escapeXml(source)}</em>`, textFormat: "xml" };

/** Renders a message for Teams: text with suggested actions where they fit, else all of it on one card. */
export function forTeams(activity: Activity, words: Messages, scope: CardScope = "personal"): Activity {
  const { channelData: _, suggestedActions: __, attachments: ___, ...message } = activity;
  if (activity.type !== "message") return message;
  const parts = partsOf(activity, words);
  if (!needsCard(parts, scope)) return { ...message, ...citedText(parts), ...suggestActions(parts, scope) };
  const { text, ...rest } = message;
  return { ...rest, summary: text, attachments: [cardOf(activity, parts, words)] };
}

/** Returns an element of a used card without buttons, and with the draft as it was sent. */
function disableElement(element: Element, draft: string | undefined): Element[] {
  switch (element.type) {
    case "ActionSet":
      return [];
    case "Container":
      return (element["items"] as Element[]).flatMap((item) => disableElement(item, draft));
    case "Input.Text":
      return verbatim(draft ?? String(element["value"]));
    default:
      return [element];
  }
}

/** Returns a card after one of its buttons was pressed: nothing can be pressed, and the choice is shown below. */
export function disableCard(
  { content }: CardAttachment,
  { title, value }: SubmittedCard,
  words: Messages,
): CardAttachment {
  const chosen = title === undefined ? "" : words("cards.chosen", { title });
  const draft = readButton(value)?.draft;
  return cardForTeams(
    [content["speak"], chosen].filter((part) => part).join("\n"),
    [
      ...content.body.flatMap((element) => disableElement(element, draft)),
      ...verbatim(chosen, { weight: "Bolder" }),
    ],
    [],
  );
}

/**
 * Returns the disabled card on which a button was pressed; null when none of these messages has that button on a card.
 */
export function findUsedCard(
  said: readonly Activity[],
  pressed: SubmittedCard,
  words: Messages,
  scope?: CardScope,
): CardAttachment | null {
  const { draft: _, ...value } = readButton(pressed.value) ?? {};
  const message = said.findLast(({ suggestedActions }) =>
    suggestedActions?.actions.some((action) => isDeepStrictEqual(action.value, value)),
  );
  const card = message && cardIn(forTeams(message, words, scope));
  return card ? disableCard(card, pressed, words) : null;
}
