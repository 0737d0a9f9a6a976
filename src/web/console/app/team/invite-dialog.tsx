import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import type { Role } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

const roles = ["agent", "supervisor", "owner"] as const satisfies Role[];

/** Makes a link by which somebody can join the desk. */
export function InviteDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const { csrf, stepUp, telling } = useDesk();
  const me = useKnown((state) => state.me);
  const [made, setMade] = useState<{ link: string; name: string } | null>(null);
  const [copied, setCopied] = useState(false);

  const invite = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const said = new FormData(currentTarget);
    const name = String(said.get("name"));
    const body = { name, email: said.get("email"), role: said.get("role") ?? "agent", teams: [] };
    const answered = await stepUp.ask<{ link: string }>("agents", { body, csrf });
    if (answered.kind === "ok") setMade({ link: answered.body.link, name });
    else telling.refused(answered);
  };

  return (
    <FormDialog
      title={say("inviteTitle")}
      action={say("inviteButton")}
      leave={say(made ? "close" : "cancel")}
      instead={
        made && (
          <Button
            appearance="primary"
            onClick={() => void navigator.clipboard.writeText(made.link).then(() => setCopied(true))}
          >
            {say(copied ? "inviteCopied" : "inviteCopy")}
          </Button>
        )
      }
      onSubmit={invite}
      onClose={onClose}
    >
      {made ? (
        <Field key="link" label={say("inviteLink", { name: made.name })}>
          <Input readOnly value={made.link} onFocus={({ target }) => target.select()} />
        </Field>
      ) : (
        <>
          <Field label={say("teamName")}>
            <Input name="name" required maxLength={80} />
          </Field>
          <Field label={say("fieldEmail")}>
            <Input name="email" type="email" required maxLength={254} />
          </Field>
          <Field label={say("teamRole")}>
            <Select name="role" defaultValue="agent">
              {(me.role === "owner" ? roles : roles.slice(0, 1)).map((role) => (
                <option key={role} value={role}>
                  {say(`role.${role}`)}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </FormDialog>
  );
}
