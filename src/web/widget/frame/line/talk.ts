import { keep, recall } from "../kept.ts";

/** The talk that this browser is in, and what opens it. */
export interface Talk {
  conversationId: string;
  token: string;
  /** the path of Direct Line on this server */
  root: string;
  /** whom the host page vouched for, by the host's name for them; absent: nobody in particular */
  of?: string;
}

const isTalk = (value: unknown): value is Talk =>
  typeof value === "object" &&
  value !== null &&
  ["conversationId", "token", "root"].every(
    (key) => typeof (value as Record<string, unknown>)[key] === "string",
  );

/** The talk that an answer of `POST /widget/token` opens. */
export const talkOf = ({ conversationId, token, domain }: Record<string, unknown>): Talk => ({
  conversationId: String(conversationId ?? ""),
  token: String(token ?? ""),
  root: new URL(String(domain ?? "/v3/directline"), location.href).pathname,
});

/** The talk that any tab of this browser was in last, or null. */
export function keptTalk(): Talk | null {
  const kept = recall("talk");
  return isTalk(kept) ? kept : null;
}

/** Keeps the talk for other pages and tabs; null forgets it. */
export const keepTalk = (talk: Talk | null): void => keep("talk", talk);
