import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { PasswordField } from "../entry/password-field.tsx";
import { ask } from "../wire/ask.ts";
import { say, type WordKey } from "../words/words.ts";
import { FormDialog } from "./form-dialog.tsx";

const reasons: Record<string, WordKey> = {
  "wrong-sign-in": "passwordWrong",
  "weak-password": "passwordWeak",
  "locked-out": "signInLocked",
};

/** Asks for the password so far and another one. */
export function PasswordDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const { csrf, telling } = useDesk();
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  const change = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const body = Object.fromEntries(new FormData(currentTarget).entries());
    const answered = await ask("password", { body, csrf });
    if (answered.kind === "ok") {
      telling.tell("success", say("passwordChanged"));
      onClose();
    } else setTrouble(answered.kind === "away" ? "refusedAway" : (reasons[answered.code] ?? "entryInvalid"));
  };
  return (
    <FormDialog
      title={say("passwordChange")}
      action={say("passwordChange")}
      onSubmit={change}
      onClose={onClose}
    >
      <div aria-live="polite">
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{say(trouble)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <PasswordField fresh={false} name="current" label="passwordCurrent" />
      <PasswordField fresh name="next" label="passwordNext" />
    </FormDialog>
  );
}
