import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
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

  const resolve = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const done = await moves.resolve(number, outcome, then);
    setBusy(false);
    if (!done) return;
    telling.tell("success", say("resolvedTold", { number }));
    onClose();
    goOn(desk, number);
  };

  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface>
        <form onSubmit={(event) => void resolve(event)}>
          <DialogBody>
            <DialogTitle>{say("resolveTitle", { number })}</DialogTitle>
            <DialogContent className="dialog-fields">
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
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{say("cancel")}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {say("resolve")}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
