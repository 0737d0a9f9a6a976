import type { Activity } from "../../../shared/activity.ts";
import type { DirectLineReply } from "./request.ts";

/** Requests the challenge of the conversation, or posts the proof; null without a conversation. */
export type AskChallenge = (proof?: unknown) => Promise<DirectLineReply | null>;

const restMs = 30_000;
const mostTries = 20;

const isAsked = ({ type, name }: Activity): boolean => type === "event" && name === "desk.challenge";

/** Makes the solver, which runs on each challenge event; `busy` reports start and end. */
export function makeProver(ask: AskChallenge, busy: (is: boolean) => void): (activity: Activity) => void {
  let running = false;

  /** Returns whether nothing is left to prove. */
  const tryOnce = async (): Promise<boolean> => {
    const response = await ask();
    if (response?.kind === "refused") return true;
    if (response?.kind !== "ok") return false;
    const challenge = response.body["challenge"];
    if (challenge === null || typeof challenge !== "object") return true;
    busy(true);
    const { solve } = await import("./proof-of-work.ts");
    const known = challenge as Parameters<typeof solve>[0];
    const proven = await ask({ challenge: known.challenge, nonces: await solve(known) });
    return proven?.kind === "ok" && proven.body["queued"] === true;
  };
  const prove = async (): Promise<void> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const isDone = await tryOnce().catch(() => false);
      busy(false);
      if (isDone) return;
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  return (activity) => {
    if (running || !isAsked(activity)) return;
    running = true;
    void prove().finally(() => {
      running = false;
    });
  };
}
