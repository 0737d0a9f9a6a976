import { pendingMoney } from "./facts.ts";
import { excerpt, namesIn, tellingWords, withoutNames } from "./own-words.ts";
import type { StepContext } from "./step.ts";

const MOST_QUOTES = 2;
const LONGEST_QUOTE = 300;

/** Renders the summary for agents: the person's corrected version or a generated one, then what they added. */
export function summarise(conversation: StepContext): string {
  const { words, case: known } = conversation;
  const summary = [
    known.summary ?? generateSummary(conversation),
    ...known.added.map((added) => words("summary.added", { words: added })),
    known.anonymous ? words("summary.anonymous") : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
  if (!known.anonymous) return summary;
  return withoutNames(summary, namesOf(conversation), words("summary.name-withheld"));
}

/** Returns the names that the person gave, in the letter and in what they said. */
const namesOf = ({ case: { draftFields, added, summary }, matter, question }: StepContext): string[] => [
  ...(draftFields[NAME_FIELD] === undefined ? [] : [draftFields[NAME_FIELD]]),
  ...[...added, summary ?? "", matter ?? "", question ?? ""].flatMap(namesIn),
];

/** the field of the letter that holds the name on the account */
const NAME_FIELD = "who";

/** Renders goal, facts, open items and the person's own words, a line each. */
function generateSummary(conversation: StepContext): string {
  const { words, guide, case: known } = conversation;
  const open = guide.checklist.filter(({ id }) => known.checklist[id] === "open").map(({ title }) => title);
  const erases = known.cause === "erase" && known.goal !== "erase";
  return [
    erases ? words("summary.goal-erase") : "",
    words(`summary.goal-${goalOf(conversation)}`),
    factsOf(conversation).join("; "),
    open.length > 0 ? words("summary.open", { items: open.join(", ") }) : "",
    ...quotesOf(conversation).map((quote) => words("summary.question", { words: quote })),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function factsOf({ words, guide, case: known }: StepContext): string[] {
  const reason = guide.reasons.find(({ id }) => id === known.reason);
  const { closed } = known.beforehand;
  const pending = pendingMoney(known);
  const told = known.restoring["which"];
  const kept = Object.entries(known.alternatives).flatMap(([id, said]) => {
    const title = guide.alternatives.find((one) => one.id === id)?.title;
    return said === "chosen" && title !== undefined ? [title] : [];
  });
  return [
    reason === undefined ? "" : words("summary.reason", { reason: reason.title }),
    known.accountType === null
      ? ""
      : words("summary.account", { type: words(`summary.${accountType(known.accountType)}`) }),
    known.suspended && told !== "suspended" ? words("summary.suspended") : "",
    closed === null ? "" : words("summary.closed", { when: closed.said }),
    pending === null ? "" : words("summary.pending", { amount: pending }),
    kept.length === 0 ? "" : words("summary.chose", { alternatives: kept.join(", ") }),
    ...Object.entries(known.restoring)
      .filter(([id]) => id !== "which")
      .map(([, answer]) => answer),
  ].filter((fact) => fact !== "");
}

/** Returns the person's own words that tell something, the longest first, none contained in another. */
function quotesOf({ matter, question, words }: StepContext): string[] {
  const said = [matter, question]
    .filter((text) => text !== null && tellingWords(text, words) >= 2)
    .map((text) => excerpt(text ?? "", LONGEST_QUOTE))
    .sort((one, other) => other.length - one.length);
  return said
    .filter((text, at) => !said.slice(0, at).some((longer) => longer.includes(text.replace(/…$/u, ""))))
    .slice(0, MOST_QUOTES);
}

/** Returns the goal for the summary: "undecided" for a deletion that the person has not decided. */
function goalOf({ case: { goal, decided, restoring } }: StepContext) {
  if (goal === "delete") return decided ? "delete" : "undecided";
  if (goal !== "restore") return goal ?? "question";
  const { which } = restoring;
  return which === "suspended" ? "restore-suspended" : which === "deleted" ? "restore-deleted" : "restore";
}

const accountType = (type: string): "client" | "agency" | "team" | "freelancer" =>
  type === "client" || type === "agency" || type === "team" ? type : "freelancer";
