import { type ApiReply, apiRequest, type Sent } from "../api/request.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import { makeSignal, type Signal } from "./state.ts";

/** Asks the desk for what needs somebody who has shown just now who they are. */
export interface StepUpPrompt {
  /** how to say whether they have; null while nobody is asked to */
  asked: Signal<{ answer(proven: boolean): void } | null>;
  /** Asks; where the desk wants to know first who it is, the agent is asked, and then it is asked again. */
  ask<Body>(path: string, sent: Sent): Promise<ApiReply<Body>>;
  /** Asks the agent to show who they are, and gives whether they have. */
  prove(): Promise<boolean>;
}

/** Makes it; whoever shows the question watches `asked`. */
export function makeStepUpPrompt(): StepUpPrompt {
  const asked = makeSignal<{ answer(proven: boolean): void } | null>(null);
  const prove = async (): Promise<boolean> => {
    const proven = await new Promise<boolean>((answer) => asked.change(() => ({ answer })));
    asked.change(() => null);
    return proven;
  };
  return {
    asked,
    prove,
    ask: async <Body>(path: string, sent: Sent) => {
      const answered = await apiRequest<Body>(path, sent);
      if (answered.kind !== "refused" || answered.code !== "step-up") return answered;
      return (await prove()) ? apiRequest<Body>(path, sent) : answered;
    },
  };
}

/** A short message to the agent about what just happened. */
interface Toast {
  id: number;
  intent: "info" | "success" | "warning" | "error";
  text: string;
}

/** Tells the agent things. */
export interface Toasts {
  told: Signal<readonly Toast[]>;
  tell(intent: Toast["intent"], text: string): void;
  refused(answered: Refusal): void;
  dismiss(id: number): void;
}

type Refusal = Partial<Exclude<ApiReply<never>, { kind: "ok" }>> & { code?: string; by?: string | null };

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
export function makeToasts(): Toasts {
  const told = makeSignal<readonly Toast[]>([]);
  let last = 0;
  const dismiss = (id: number): void => told.change((all) => all.filter((one) => one.id !== id));
  const tell = (intent: Toast["intent"], text: string): void => {
    const id = ++last;
    told.change((all) => [...all.slice(-2), { id, intent, text }]);
    setTimeout(() => dismiss(id), shownMs);
  };
  return { told, tell, dismiss, refused: (answered) => tell("error", reasonOf(answered)) };
}
