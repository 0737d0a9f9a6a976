import { Field, MessageBar, MessageBarBody, Radio, RadioGroup } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import type { Onward, Ticket } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { useDraft } from "./drafts.ts";
import { goOn } from "./go-on.ts";

const outcomes = ["solved", "partly", "not-solved", "no-answer"] as const;
const ways = ["continue", "restart", "done"] as const satisfies Onward[];

/** Asks how it ended and where the talk goes from here. */
export function ResolveDialog({ ticket, onClose }: { ticket: Ticket; onClose(): void }): React.JSX.Element {
  const { number } = ticket;
  const unsent = useDraft(ticket, "reply").trim() !== "";
  const desk = useDesk();
  const { moves, telling } = desk;
  const [outcome, setOutcome] = useState<string>("solved");
  const [then, setThen] = useState<Onward>("continue");
  const [busy, setBusy] = useState(false);

  const resolve = async (): Promise<void> => {
    setBusy(true);
    const done = await moves.resolve(number, outcome, then);
    setBusy(false);
    if (!done) return;
    telling.tell("success", say("resolvedTold", { number }));
    onClose();
    goOn(desk, number);
  };

  return (
    <FormDialog
      title={say("resolveTitle", { number })}
      action={say("resolve")}
      held={busy}
      onSubmit={resolve}
      onClose={onClose}
    >
      {unsent && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{say("resolveUnsent")}</MessageBarBody>
        </MessageBar>
      )}
      <Field label={say("resolveOutcome")}>
        <RadioGroup value={outcome} onChange={(_, { value }) => setOutcome(value)}>
          {outcomes.map((one) => (
            <Radio key={one} value={one} label={say(`outcome.${one}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={say("resolveThen")} hint={say("resolveHint")}>
        <RadioGroup value={then} onChange={(_, { value }) => setThen(value as Onward)}>
          {ways.map((one) => (
            <Radio key={one} value={one} label={say(`then.${one}`)} />
          ))}
        </RadioGroup>
      </Field>
    </FormDialog>
  );
}
