import { type ApiReply, apiRequest, type Sent } from "../api/request.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import { makeSignal, type Signal } from "./state.ts";

/** Handles API calls that require a recent sign-in. */
export interface StepUpPrompt {
  /** pending prompt; null: none */
  asked: Signal<{ answer(proven: boolean): void } | null>;
  /** Sends a request. If the desk requires a step-up, prompts the agent and retries. */
  ask<Body>(path: string, sent: Sent): Promise<ApiReply<Body>>;
  /** Prompts the agent; resolves to whether they signed in again. */
  prove(): Promise<boolean>;
}

/** Makes it. The dialog subscribes to `asked`. */
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
      const response = await apiRequest<Body>(path, sent);
      if (response.kind !== "refused" || response.code !== "step-up") return response;
      return (await prove()) ? apiRequest<Body>(path, sent) : response;
    },
  };
}

/** A short message to the agent. */
interface Toast {
  id: number;
  intent: "info" | "success" | "warning" | "error";
  text: string;
}

/** Toasts of the console. */
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

/** Makes the toasts; each disappears after a while. */
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
