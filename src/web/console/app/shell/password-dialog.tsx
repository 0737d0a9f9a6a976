import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { PasswordField } from "../entry/password-field.tsx";
import { ask } from "../wire/ask.ts";
import { say, type WordKey } from "../words/words.ts";

const reasons: Record<string, WordKey> = {
  "wrong-sign-in": "passwordWrong",
  "weak-password": "passwordWeak",
  "locked-out": "signInLocked",
};

/** Asks for the password so far and another one. */
export function PasswordDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const { csrf, telling } = useDesk();
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  const change = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const body = Object.fromEntries(new FormData(event.currentTarget).entries());
    const answered = await ask("password", { body, csrf });
    if (answered.kind === "ok") {
      telling.tell("success", say("passwordChanged"));
      onClose();
    } else setTrouble(answered.kind === "away" ? "refusedAway" : (reasons[answered.code] ?? "entryInvalid"));
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface>
        <form onSubmit={(event) => void change(event)}>
          <DialogBody>
            <DialogTitle>{say("passwordChange")}</DialogTitle>
            <DialogContent className="dialog-fields">
              <div aria-live="polite">
                {trouble && (
                  <MessageBar intent="error" layout="multiline">
                    <MessageBarBody>{say(trouble)}</MessageBarBody>
                  </MessageBar>
                )}
              </div>
              <PasswordField fresh={false} name="current" label="passwordCurrent" />
              <PasswordField fresh name="next" label="passwordNext" />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{say("cancel")}</Button>
              <Button type="submit" appearance="primary">
                {say("passwordChange")}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
