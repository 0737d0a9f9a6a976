import type { TopicGuess } from "../src/nlu/interpretation.ts";
import type { Slots } from "../src/nlu/slots.ts";
import type { Case, Facts, LearnedFact } from "./state.ts";
import type { StepContext } from "./step.ts";
import type { TurnScope } from "./turn-scope.ts";

/** where a matter begins */
const BEGINNINGS = /^(root|question)$/;

/** Records the facts that a message holds, wherever it is said; later ones replace earlier ones. */
export function learn(turn: TurnScope, slots: Slots, guess: TopicGuess): void {
  const { state } = turn;
  const { case: known } = state;
  const facts = factsAfter(known.facts, slots);
  const isHandingOver = state.dialogStack.some(({ id }) => id === "escalate");
  const top = state.dialogStack.at(-1);
  const isTypeAsked = top?.state["step"] === "account-type";
  const begins = BEGINNINGS.test(top?.id ?? "");
  const beforehand = {
    closed: known.restoring["when"] === undefined ? (slots.closed ?? known.beforehand.closed) : null,
    accountType:
      known.accountType === null && !isTypeAsked ? (slots.accountType ?? known.beforehand.accountType) : null,
    pending: slots.pending?.said ?? known.beforehand.pending,
    email: isHandingOver ? known.beforehand.email : (slots.email ?? known.beforehand.email),
  };
  turn.learned = begins ? newFacts(known, slots) : [];
  const later = begins && guess.several ? guess.alternatives.map(({ topic }) => topic) : known.later;
  state.case = {
    ...known,
    facts,
    beforehand,
    later,
    suspended: known.suspended || (begins && slots.suspended),
  };
}

function factsAfter(known: Facts, slots: Slots): Facts {
  return {
    money: slots.pending?.said ?? (slots.money === "none" ? "" : known.money),
    contracts: slots.contracts ?? known.contracts,
    settled: [...new Set([...known.settled, ...slots.settled])],
    resolved: known.resolved || slots.resolved,
  };
}

const ACCOUNTS = ["freelancer", "client", "agency", "team"] as const;

function newFacts(known: Case, slots: Slots): LearnedFact[] {
  const type = ACCOUNTS.find((one) => one === slots.accountType);
  return [
    ...(slots.suspended && !known.suspended ? [{ fact: "suspended" } as const] : []),
    ...(slots.closed ? [{ fact: "closed", said: slots.closed.said } as const] : []),
    ...(slots.pending ? [{ fact: "money", said: slots.pending.said } as const] : []),
    ...(slots.money === "none" ? [{ fact: "no-money" } as const] : []),
    ...(slots.contracts === "none" ? [{ fact: "no-contracts" } as const] : []),
    ...(slots.contracts === "open" ? [{ fact: "open-contracts" } as const] : []),
    ...(type ? [{ fact: type }] : []),
  ];
}

/** Renders learned facts in the desk's words: "Got it: your account is suspended, and $780 is still in it." */
export function confirmLearned({ words, guide }: StepContext, learned: readonly LearnedFact[]): string {
  const parts = learned.map((one) =>
    one.fact === "money" || one.fact === "closed"
      ? words(`facts.${one.fact}`, { said: one.said })
      : words(`facts.${one.fact}`),
  );
  return words("facts.noted", {
    facts: new Intl.ListFormat(guide.locale, { type: "conjunction" }).format(parts),
  });
}

/** Returns the money that is still to come, as the person said it; null where none is known. */
export const pendingMoney = ({ facts, beforehand }: Case): string | null =>
  facts.money === "" ? null : (facts.money ?? beforehand.pending);
