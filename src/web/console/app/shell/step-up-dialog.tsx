import { Link, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { type FormEvent, useEffect, useState } from "react";
import { CodeField } from "../account/code-field.tsx";
import { useCell } from "../desk/cell.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { PasswordField } from "../entry/password-field.tsx";
import { providerName, signInAddress } from "../entry/provider.ts";
import { ask } from "../wire/ask.ts";
import type { SignedIn } from "../wire/shapes.ts";
import { say, type WordKey } from "../words/words.ts";
import { FormDialog } from "./form-dialog.tsx";

const lookEveryMs = 2000;

const reasons: Record<string, WordKey> = {
  "wrong-sign-in": "stepUpWrong",
  "wrong-code": "codeWrong",
  "locked-out": "signInLocked",
};

/** How somebody can sign in; null while it is not known. */
function useSignIn(): SignedIn["signIn"] | null {
  const [signIn, setSignIn] = useState<SignedIn["signIn"] | null>(null);
  useEffect(() => {
    void ask<SignedIn>("session").then((answered) => {
      if (answered.kind === "ok") setSignIn(answered.body.signIn);
    });
  }, []);
  return signIn;
}

/** Looks from time to time whether the agent has signed in at the provider, in the other tab. */
function useProvenThere(wanted: boolean, onProven: () => void): void {
  useEffect(() => {
    if (!wanted) return;
    const looking = setInterval(() => {
      void ask<SignedIn>("session").then((answered) => {
        if (answered.kind === "ok" && Date.parse(answered.body.signIn.provenUntil) > Date.now()) onProven();
      });
    }, lookEveryMs);
    return () => clearInterval(looking);
  }, [wanted, onProven]);
}

/** The question, while something waits for its answer. */
export function StepUpAsked(): React.JSX.Element | null {
  const asked = useCell(useDesk().stepUp.asked, (now) => now);
  return asked && <StepUpDialog onAnswer={asked.answer} />;
}

/** Asks the agent to show anew who they are, with the password or at the provider, before the desk does what was asked for. */
function StepUpDialog({ onAnswer }: { onAnswer(proven: boolean): void }): React.JSX.Element {
  const { csrf } = useDesk();
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  const [waits, setWaits] = useState(false);
  const signIn = useSignIn();
  const provider = signIn?.provider ? providerName() : null;
  useProvenThere(waits, () => onAnswer(true));
  const send = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const body = Object.fromEntries(new FormData(currentTarget).entries());
    const answered = await ask("step-up", { body, csrf });
    if (answered.kind === "ok") onAnswer(true);
    else setTrouble(answered.kind === "away" ? "refusedAway" : (reasons[answered.code] ?? "entryInvalid"));
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
