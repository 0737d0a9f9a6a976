import type { Talk } from "./step.ts";

/** Two or three lines on the matter for the desk's people: as the person corrected it, or made of what they said. */
export function summarise(talk: Talk): string {
  if (talk.case.summary !== null) return talk.case.summary;
  const { words, guide } = talk;
  const reason = guide.reasons.find(({ id }) => id === talk.case.reason);
  const facts = [
    reason && words("summary.reason", { reason: reason.title }),
    talk.case.accountType &&
      words("summary.account", { type: words(`summary.${accountType(talk.case.accountType)}`) }),
    ...Object.entries(talk.case.restoring)
      .filter(([id]) => id !== "which")
      .map(([, answer]) => answer),
  ].filter((fact) => typeof fact === "string");
  const open = guide.checklist
    .filter(({ id }) => talk.case.checklist[id] === "open")
    .map(({ title }) => title);
  const erases = talk.case.cause === "erase" && talk.case.goal !== "erase";
  return [
    erases ? words("summary.goal-erase") : "",
    words(`summary.goal-${goalOf(talk)}`),
    facts.length > 0 ? facts.join("; ") : "",
    open.length > 0 ? words("summary.open", { items: open.join(", ") }) : "",
    talk.question !== null ? words("summary.question", { words: talk.question }) : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function goalOf(talk: Talk) {
  if (talk.case.goal !== "restore") return talk.case.goal ?? "question";
  return talk.case.restoring["which"] === "suspended"
    ? "restore-suspended"
    : talk.case.restoring["which"] === "deleted"
      ? "restore-deleted"
      : "restore";
}

function accountType(type: string): "client" | "agency" | "team" | "freelancer" {
  return type === "client" || type === "agency" || type === "team" ? type : "freelancer";
}
