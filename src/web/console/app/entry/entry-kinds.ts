import { inTeams } from "../teams/place.ts";
import type { Answered } from "../wire/ask.ts";
import type { WordKey } from "../words/words.ts";

/** What each form sends where, and what it asks for. */
export const kinds = {
  "sign-in": {
    path: inTeams ? "bearer-session" : "session",
    title: "signInTitle",
    text: null,
    button: "signInButton",
    fields: ["email"],
  },
  owner: {
    path: "owner",
    title: "ownerTitle",
    text: "ownerText",
    button: "ownerButton",
    fields: ["name", "email"],
  },
  invited: {
    path: "account",
    title: "invitedTitle",
    text: "invitedText",
    button: "invitedButton",
    fields: ["name"],
  },
  forgotten: {
    path: "sign-in",
    title: "forgottenTitle",
    text: "forgottenText",
    button: "forgottenButton",
    fields: [],
  },
} as const;

/** Why a form was refused, as a sentence; null when only a code is missing yet. */
export function whyNot(
  answered: Exclude<Answered<unknown>, { kind: "ok" }>,
  kind: keyof typeof kinds,
): WordKey | null {
  if (answered.kind === "away" || answered.status >= 500) return "entryAway";
  if (answered.code === "code-needed") return null;
  if (answered.code === "wrong-code") return "codeWrong";
  if (answered.status === 429) return "signInLocked";
  if (answered.code === "weak-password") return "passwordWeak";
  if (answered.code === "bad-link") return "linkGone";
  if (kind === "sign-in" && answered.status !== 400) return "signInWrong";
  return answered.status === 400 || answered.status === 422 ? "entryInvalid" : "linkGone";
}
