import type { Activity } from "../../../shared/activity.ts";
import type { DirectLineReply } from "./request.ts";

/** Asks for the challenge of the conversation, or posts the proof; null while there is no conversation. */
export type AskChallenge = (proof?: unknown) => Promise<DirectLineReply | null>;

const restMs = 30_000;
const mostTries = 20;

const isAsked = ({ type, name }: Activity): boolean => type === "event" && name === "desk.challenge";

/** Does the proof of work that lets a ticket into the queue whenever the desk asks for one; `busy` hears when it begins and ends. */
export function makeProver(ask: AskChallenge, busy: (is: boolean) => void): (activity: Activity) => void {
  let running = false;

  /** Gives whether there is nothing left to prove. */
  const tryOnce = async (): Promise<boolean> => {
    const asked = await ask();
    if (asked?.kind === "refused") return true;
    if (asked?.kind !== "ok") return false;
    const challenge = asked.body["challenge"];
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
