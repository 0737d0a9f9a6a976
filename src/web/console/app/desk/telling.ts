import type { Answered } from "../wire/ask.ts";
import { say, type WordKey } from "../words/words.ts";
import { type Cell, makeCell } from "./cell.ts";

/** A short message to the agent about what just happened. */
export interface Told {
  id: number;
  intent: "info" | "success" | "warning" | "error";
  text: string;
}

/** Tells the agent things. */
export interface Teller {
  told: Cell<readonly Told[]>;
  tell(intent: Told["intent"], text: string): void;
  refused(answered: Refusal): void;
  dismiss(id: number): void;
}

type Refusal = Partial<Exclude<Answered<never>, { kind: "ok" }>> & { code?: string; by?: string | null };

const shownMs = 8000;

const reasons: Record<string, WordKey> = {
  taken: "refusedTaken",
  "not-yours": "refusedNotYours",
  closed: "refusedClosed",
  "code-required": "refusedCodeRequired",
  "step-up": "refusedStepUp",
  "entra-linked": "refusedEntraLinked",
  "not-waiting": "refusedNotWaiting",
  "bad-address": "refusedBadAddress",
  "no-address": "refusedNoAddress",
  "unknown-act": "refusedUnknownAct",
};

function reasonOf({ code, by }: Refusal): string {
  if (code === undefined) return say("refusedAway");
  const key = reasons[code];
  if (key === undefined) return say("refusedOther");
  return key === "refusedTaken" && !by ? say("refusedTakenByOther") : say(key, { name: by ?? "" });
}

/** Makes a teller; what it tells goes away by itself. */
export function makeTeller(): Teller {
  const told = makeCell<readonly Told[]>([]);
  let last = 0;
  const dismiss = (id: number): void => told.change((all) => all.filter((one) => one.id !== id));
  const tell = (intent: Told["intent"], text: string): void => {
    const id = ++last;
    told.change((all) => [...all.slice(-2), { id, intent, text }]);
    setTimeout(() => dismiss(id), shownMs);
  };
  return { told, tell, dismiss, refused: (answered) => tell("error", reasonOf(answered)) };
}
