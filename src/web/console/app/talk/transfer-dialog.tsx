import { Field, Select, Textarea } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { speaksFor } from "../desk/view-lines.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import type { Ticket } from "../wire/shapes.ts";
import { counted, say } from "../words/words.ts";
import { goOn } from "./go-on.ts";

/** Asks who is to have the ticket, and what they should know. */
export function TransferDialog({ ticket, onClose }: { ticket: Ticket; onClose(): void }): React.JSX.Element {
  const { number } = ticket;
  const desk = useDesk();
  const { moves, telling } = desk;
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
    const done = await moves.transfer(number, to, note.trim() || null);
    setBusy(false);
    if (!done) return;
    telling.tell("success", say("transferredTold", { number }));
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
                    load: counted("loadOne", "loadMany", load),
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
