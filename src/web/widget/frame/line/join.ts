import { ask } from "./ask.ts";
import type { Talk } from "./talk.ts";

/** A way into a talk, or why there is none: the token is not taken, or it is to be tried again after a while. */
export type Joined =
  | { kind: "way"; token: string; streamUrl: string }
  | { kind: "token-refused" }
  | { kind: "wait"; ms: number; busy?: boolean };

const tokenTrouble: readonly number[] = [401, 403, 404];

/** Tells whether an HTTP status means that the token, or the talk behind it, is the trouble. */
export const isTokenTrouble = (status: number): boolean => tokenTrouble.includes(status);

/** The address of a talk's socket on the server that this page came from, whatever name the desk gives itself. */
function onThisServer(streamUrl: unknown): string {
  const { pathname, search } = new URL(String(streamUrl));
  return `${location.origin.replace(/^http/, "ws")}${pathname}${search}`;
}

/** Begins a talk, or goes on with a begun one after a watermark. */
export async function join(
  { conversationId, token, root }: Talk,
  from: { begun: boolean; watermark: string; locale: string },
): Promise<Joined> {
  const path = `${root}/conversations`;
  const answered = from.begun
    ? await ask(`${path}/${conversationId}?watermark=${from.watermark || 0}`, { token })
    : await ask(path, { token, body: { locale: from.locale } });
  switch (answered.kind) {
    case "ok": {
      const { token: fresh, streamUrl } = answered.body;
      return { kind: "way", token: String(fresh ?? token), streamUrl: onThisServer(streamUrl) };
    }
    case "refused":
      return isTokenTrouble(answered.status) ? { kind: "token-refused" } : { kind: "wait", ms: 5000 };
    case "later":
      return { kind: "wait", ms: answered.waitMs, busy: answered.busy };
    case "away":
      return { kind: "wait", ms: 0 };
    default:
      return answered satisfies never;
  }
}
