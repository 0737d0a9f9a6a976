import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Link,
  MessageBar,
  MessageBarBody,
  Spinner,
} from "@fluentui/react-components";
import { type FormEvent, type PropsWithChildren, type ReactNode, useEffect, useState } from "react";
import { CodeField } from "../account/code-setup.tsx";
import { apiRequest } from "../api/request.ts";
import type { SignedInReply } from "../api/schemas.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { useSignal } from "../desk/state.ts";
import { PasswordField } from "../entry/entry-form.tsx";
import { providerName, signInAddress } from "../entry/entry-kinds.ts";
import { say, type WordKey } from "../i18n/messages.ts";

interface FormDialogProps {
  title: string;
  /** label of the submit button */
  action: string;
  /** disables the submit button */
  held?: boolean;
  /** replaces the submit button */
  instead?: ReactNode;
  /** label of the cancel button */
  leave?: string;
  /** step-up dialog, which hides other dialogs */
  aboutSignIn?: boolean;
  onSubmit(event: FormEvent<HTMLFormElement>): Promise<void>;
  onClose(): void;
}

/** Renders a dialog with a form. */
export function FormDialog({
  title,
  action,
  held = false,
  instead,
  leave = say("cancel"),
  aboutSignIn = false,
  onSubmit,
  onClose,
  children,
}: PropsWithChildren<FormDialogProps>): React.JSX.Element {
  const asked = useSignal(useDesk().stepUp.asked, (now) => now);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void onSubmit(event);
  };
  return (
    <Dialog open={aboutSignIn || asked === null} unmountOnClose={false} onOpenChange={onClose}>
      <DialogSurface>
        <form onSubmit={send}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className="dialog-fields">{children}</DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{leave}</Button>
              {instead ?? (
                <Button type="submit" appearance="primary" disabledFocusable={held}>
                  {action}
                </Button>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

const lookEveryMs = 2000;

const reasons: Record<string, WordKey> = {
  "wrong-sign-in": "stepUpWrong",
  "wrong-code": "codeWrong",
  "locked-out": "signInLocked",
};

/** Loads the sign-in methods of the account; null while loading. */
function useSignIn(): SignedInReply["signIn"] | null {
  const [signIn, setSignIn] = useState<SignedInReply["signIn"] | null>(null);
  useEffect(() => {
    void apiRequest<SignedInReply>("session").then((answered) => {
      if (answered.kind === "ok") setSignIn(answered.body.signIn);
    });
  }, []);
  return signIn;
}

/** Polls whether the agent has signed in at the provider in the other tab. */
function useProvenThere(wanted: boolean, onProven: () => void): void {
  useEffect(() => {
    if (!wanted) return;
    const polling = setInterval(() => {
      void apiRequest<SignedInReply>("session").then((answered) => {
        if (answered.kind === "ok" && Date.parse(answered.body.signIn.provenUntil) > Date.now()) onProven();
      });
    }, lookEveryMs);
    return () => clearInterval(polling);
  }, [wanted, onProven]);
}

/** Shows the step-up dialog while a prompt is pending. */
export function StepUpAsked(): React.JSX.Element | null {
  const asked = useSignal(useDesk().stepUp.asked, (now) => now);
  return asked && <StepUpDialog onAnswer={asked.answer} />;
}

/** Renders the dialog for a step-up, by password or at the provider. */
function StepUpDialog({ onAnswer }: { onAnswer(proven: boolean): void }): React.JSX.Element {
  const { csrf } = useDesk();
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  const [waits, setWaits] = useState(false);
  const signIn = useSignIn();
  const provider = signIn?.provider ? providerName() : null;
  useProvenThere(waits, () => onAnswer(true));
  const send = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const body = Object.fromEntries(new FormData(currentTarget).entries());
    const response = await apiRequest("step-up", { body, csrf });
    if (response.kind === "ok") onAnswer(true);
    else setTrouble(response.kind === "away" ? "refusedAway" : (reasons[response.code] ?? "entryInvalid"));
  };
  return (
    <FormDialog
      title={say("stepUpTitle")}
      action={say("stepUpButton")}
      aboutSignIn
      instead={signIn?.password === false ? <span /> : null}
      onSubmit={send}
      onClose={() => onAnswer(false)}
    >
      <p>{say("stepUpText")}</p>
      <div aria-live="polite">
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{say(trouble)}</MessageBarBody>
          </MessageBar>
        )}
        {waits && <Spinner size="tiny" label={say("stepUpWaits")} labelPosition="after" />}
      </div>
      {signIn?.password && <PasswordField fresh={false} />}
      {signIn?.password && signIn.code && <CodeField />}
      {provider !== null && (
        <Link
          href={`${signInAddress}?for=step-up`}
          target="_blank"
          rel="noopener"
          onClick={() => setWaits(true)}
        >
          {say("signInWith", { provider })}
        </Link>
      )}
    </FormDialog>
  );
}
