import { type Answered, ask, type Sent } from "../wire/ask.ts";
import { type Cell, makeCell } from "./cell.ts";

/** Asks the desk for what needs somebody who has shown just now who they are. */
export interface StepUp {
  /** how to say whether they have; null while nobody is asked to */
  asked: Cell<{ answer(proven: boolean): void } | null>;
  /** Asks; where the desk wants to know first who it is, the agent is asked, and then it is asked again. */
  ask<Body>(path: string, sent: Sent): Promise<Answered<Body>>;
  /** Asks the agent to show who they are, and gives whether they have. */
  prove(): Promise<boolean>;
}

/** Makes it; whoever shows the question watches `asked`. */
export function makeStepUp(): StepUp {
  const asked = makeCell<{ answer(proven: boolean): void } | null>(null);
  const prove = async (): Promise<boolean> => {
    const proven = await new Promise<boolean>((answer) => asked.change(() => ({ answer })));
    asked.change(() => null);
    return proven;
  };
  return {
    asked,
    prove,
    ask: async <Body>(path: string, sent: Sent) => {
      const answered = await ask<Body>(path, sent);
      if (answered.kind !== "refused" || answered.code !== "step-up") return answered;
      return (await prove()) ? ask<Body>(path, sent) : answered;
    },
  };
}
