import {
  Field,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Textarea,
} from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { Ticket, TicketContinuation } from "../api/schemas.ts";
import type { DeskStore } from "../desk/desk-context.tsx";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { speaksFor, viewLines } from "../desk/view-lines.ts";
import { say, sayCount } from "../i18n/messages.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { goTo } from "../shell/route.ts";
import { useDraft } from "./writing-field.tsx";

/** Opens the next waiting ticket, or the empty queue, after one is done. */
function goOn({ state }: Pick<DeskStore, "state">, doneWith: number): void {
  const next = viewLines(state.get(), "waiting").find(({ number }) => number !== doneWith);
  goTo({ page: "tickets", view: "waiting", ticket: next?.number ?? null });
}

/** Renders the dialog that transfers a ticket, with a note. */
export function TransferDialog({ ticket, onClose }: { ticket: Ticket; onClose(): void }): React.JSX.Element {
  const { number } = ticket;
  const desk = useDesk();
  const { actions, toasts } = desk;
  const agents = useKnown((state) => state.agents);
  const teams = useKnown((state) => state.teams);
  const others = agents.filter(({ id, disabled }) => id !== speaksFor(ticket) && !disabled);
  const [chosen, choose] = useState<string | null>(null);
  const to = chosen ?? others[0]?.id ?? (teams[0] ? `team:${teams[0].id}` : "");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => void desk.loadAgents(), [desk]);

  const transfer = async (): Promise<void> => {
    setBusy(true);
    const done = await actions.transfer(number, to, note.trim() || null);
    setBusy(false);
    if (!done) return;
    toasts.tell("success", say("transferredTold", { number }));
    onClose();
    goOn(desk, number);
  };

  return (
    <FormDialog
      title={say("transferTitle", { number })}
      action={say("transfer")}
      held={busy || to === ""}
      onSubmit={transfer}
      onClose={onClose}
    >
      {to === "" ? (
        <p>{say("transferNobody")}</p>
      ) : (
        <>
          <Field label={say("transferTo")}>
            <Select value={to} onChange={(_, { value }) => choose(value)}>
              {others.map(({ id, name, presence, load }) => (
                <option key={id} value={id}>
                  {say("transferAgent", {
                    name,
                    presence: say(`presence.${presence}`),
                    load: sayCount("loadOne", "loadMany", load),
                  })}
                </option>
              ))}
              {teams.map(({ id, title }) => (
                <option key={id} value={`team:${id}`}>
                  {say("transferTeam", { team: title })}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={say("transferNote")} hint={say("transferNoteHint")}>
            <Textarea value={note} maxLength={4000} rows={4} onChange={(_, { value }) => setNote(value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const outcomes = ["solved", "partly", "not-solved", "no-answer"] as const;
const ways = ["continue", "restart", "done"] as const satisfies TicketContinuation[];

/** Renders the dialog that resolves a ticket: outcome and continuation. */
export function ResolveDialog({ ticket, onClose }: { ticket: Ticket; onClose(): void }): React.JSX.Element {
  const { number } = ticket;
  const unsent = useDraft(ticket, "reply").trim() !== "";
  const desk = useDesk();
  const { actions, toasts } = desk;
  const [outcome, setOutcome] = useState<string>("solved");
  const [then, setThen] = useState<TicketContinuation>("continue");
  const [busy, setBusy] = useState(false);

  const resolve = async (): Promise<void> => {
    setBusy(true);
    const done = await actions.resolve(number, outcome, then);
    setBusy(false);
    if (!done) return;
    toasts.tell("success", say("resolvedTold", { number }));
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
        <RadioGroup value={then} onChange={(_, { value }) => setThen(value as TicketContinuation)}>
          {ways.map((one) => (
            <Radio key={one} value={one} label={say(`then.${one}`)} />
          ))}
        </RadioGroup>
      </Field>
    </FormDialog>
  );
}
