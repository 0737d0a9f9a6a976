import type { ApiReply } from "../api/request.ts";
import type { WordKey } from "../i18n/messages.ts";
import { inTeams } from "../teams/sign-in.ts";

/** Returns the name of the sign-in provider; null when there is none. */
export const providerName = (): string | null => document.documentElement.dataset["provider"] ?? null;

/** URL that starts sign-in by the provider. */
export const signInAddress = "/console/sign-in";

const troubles = [
  "account-exists",
  "no-group",
  "no-account",
  "identity-linked",
  "not-allowed",
  "not-signed-in",
  "provider-denied",
  "provider-trouble",
  "provider-late",
  "provider-other",
  "step-up",
] as const;

/** Reason why a sign-in by the provider failed. */
export type ProviderTrouble = (typeof troubles)[number];

/** Parses it from the URL fragment. */
export function readTrouble(fragment: string): ProviderTrouble | null {
  const code = /^#trouble=([\w-]+)$/.exec(fragment)?.[1];
  return troubles.find((trouble) => trouble === code) ?? null;
}

/** Link into the console: owner account, invitation, or new password. */
export type PageEntryLink = { kind: "owner" | "invited" | "forgotten"; token: string } | null;

const linkKinds = { owner: "owner", account: "invited", "sign-in": "forgotten" } as const;

const isKind = (name: string | undefined): name is keyof typeof linkKinds =>
  name !== undefined && name in linkKinds;

/** Parses the link from the URL fragment. */
export function readEntryLink(fragment: string): PageEntryLink {
  const [name, token] = fragment.replace(/^#/, "").split("=");
  if (token === undefined || token === "" || !isKind(name)) return null;
  return { kind: linkKinds[name], token: decodeURIComponent(token) };
}

/** Endpoint and fields of each form. */
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

/** Returns the message for a refused form; null when only a code is missing. */
export function whyNot(
  answered: Exclude<ApiReply<unknown>, { kind: "ok" }>,
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
