import type { Act } from "../src/nlu/interpretation.ts";

/** Kinds of places: where an ordinary question is open, where something final or unsafe would follow, where a text is written. */
export type PlaceKind = "ordinary" | "gate" | "text";

/**
 * What an act leads to: it answers the question; it does so unless the desk has said something else since; it takes the
 * option that means it, where the question has one, and is remarked on elsewhere; it is asked back; a command or wish is
 * carried out; the guide is asked; the desk remarks on it and asks again; nothing, so that the next act has its turn.
 */
export type Outcome =
  | "take"
  | "take-if-fresh"
  | "take-if-offered"
  | "ask-back"
  | "do"
  | "look-up"
  | "remark"
  | "pass";

/** An act as the policy tells them apart: answers by how surely they are named. */
type Row = Exclude<Act["act"], "answer"> | "answer-exact" | "answer-sure" | "answer-led" | "answer-near";

/** What each act does at each kind of place. Only what is clear changes anything. */
const policy: Record<Row, Record<PlaceKind, Outcome>> = {
  "answer-exact": { ordinary: "take", gate: "take", text: "take" },
  "answer-sure": { ordinary: "take", gate: "take", text: "take" },
  "answer-led": { ordinary: "take", gate: "ask-back", text: "pass" },
  "answer-near": { ordinary: "ask-back", gate: "ask-back", text: "pass" },
  moment: { ordinary: "take", gate: "take", text: "pass" },
  email: { ordinary: "take", gate: "take", text: "take" },
  text: { ordinary: "take", gate: "pass", text: "take" },
  correct: { ordinary: "ask-back", gate: "ask-back", text: "ask-back" },
  conditional: { ordinary: "remark", gate: "remark", text: "pass" },
  command: { ordinary: "do", gate: "do", text: "do" },
  wish: { ordinary: "do", gate: "do", text: "do" },
  ask: { ordinary: "look-up", gate: "look-up", text: "look-up" },
  "ask-which": { ordinary: "look-up", gate: "look-up", text: "pass" },
  "about-question": { ordinary: "remark", gate: "remark", text: "remark" },
  "about-desk": { ordinary: "remark", gate: "remark", text: "remark" },
  acknowledge: { ordinary: "take-if-fresh", gate: "remark", text: "remark" },
  unsure: { ordinary: "take-if-offered", gate: "take-if-offered", text: "take-if-offered" },
  wait: { ordinary: "remark", gate: "remark", text: "remark" },
  thanks: { ordinary: "remark", gate: "remark", text: "remark" },
  repair: { ordinary: "remark", gate: "remark", text: "remark" },
  return: { ordinary: "remark", gate: "remark", text: "remark" },
  leave: { ordinary: "remark", gate: "remark", text: "remark" },
  feeling: { ordinary: "remark", gate: "remark", text: "remark" },
  language: { ordinary: "remark", gate: "remark", text: "remark" },
  "which-one": { ordinary: "remark", gate: "remark", text: "pass" },
  unclear: { ordinary: "remark", gate: "remark", text: "remark" },
};

const rowOf = (act: Act): Row => (act.act === "answer" ? `answer-${act.sure}` : act.act);

/** Returns the first act that counts at a place, and its outcome. `fresh`: nothing was said since the question. */
export function decide(
  acts: readonly Act[],
  kind: PlaceKind,
  fresh: boolean,
): { act: Act; outcome: Exclude<Outcome, "pass" | "take-if-fresh"> } {
  const answers = acts.some(({ act }) => act === "answer");
  for (const act of acts) {
    const outcome = policy[rowOf(act)][kind];
    if (outcome === "pass") continue;
    if (outcome !== "take-if-fresh") return { act, outcome };
    if (!fresh || !answers) return { act, outcome: "remark" };
  }
  return { act: { act: "unclear", words: true }, outcome: "remark" };
}

/** Names an act for the report of how a message was read: the act, and the option, topic or command. */
export function actName(act: Act): { act: string; id?: string } {
  switch (act.act) {
    case "answer":
      return { act: "answer", id: act.option };
    case "correct":
      return { act: "correct", id: act.option };
    case "moment":
    case "email":
    case "text":
      return { act: "answer" };
    case "command":
      return { act: "command", id: act.command };
    case "ask":
      return { act: "ask", id: act.topic };
    case "ask-which":
      return { act: "ask", ...(act.topics[0] === undefined ? {} : { id: act.topics[0] }) };
    case "wish":
      return { act: "wish", id: act.id };
    case "about-question":
    case "about-desk":
      return { act: "ask", id: act.id };
    case "conditional":
      return { act: "unclear" };
    case "language":
      return { act: "language", id: act.id };
    case "thanks":
      return { act: "acknowledge", id: "thanks" };
    case "repair":
      return { act: "correct" };
    case "return":
    case "leave":
      return { act: "acknowledge", id: act.act };
    case "which-one":
      return { act: "answer" };
    case "unsure":
    case "wait":
    case "acknowledge":
    case "feeling":
    case "unclear":
      return { act: act.act };
    default:
      return act satisfies never;
  }
}
