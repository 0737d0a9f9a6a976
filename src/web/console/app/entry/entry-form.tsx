import { Button, Divider, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { CodeField } from "../account/code-field.tsx";
import { ask } from "../wire/ask.ts";
import { holdBearer } from "../wire/bearer.ts";
import { say, type WordKey } from "../words/words.ts";
import { Door } from "./door.tsx";
import { kinds, whyNot } from "./entry-kinds.ts";
import type { EntryLink } from "./entry-link.ts";
import { PasswordField } from "./password-field.tsx";
import { type ProviderTrouble, providerName, signInAddress } from "./provider.ts";
import { useChecked } from "./use-checked.ts";

/** The form to sign in with, to make the owner's account, or to take up an invitation. */
export function EntryForm({
  link,
  signedOut,
  came,
  onDone,
  onLeave,
}: {
  link: EntryLink;
  signedOut: boolean;
  /** why they came back from the provider without being signed in */
  came: ProviderTrouble | null;
  onDone(): void;
  /** leaves a link that is of no use */
  onLeave(): void;
}): React.JSX.Element {
  const kind = link?.kind ?? "sign-in";
  const { path, title, text, button, fields } = kinds[kind];
  const asksFor = (name: string): boolean => (fields as readonly string[]).includes(name);
  const [trouble, setTrouble] = useState<WordKey | null>(came && `trouble.${came}`);
  const [codeNeeded, setCodeNeeded] = useState(false);
  const [busy, setBusy] = useState(false);

  const provider = providerName();
  const checked = useChecked(link, setTrouble);
  if (checked === "asking") return <main className="entry" aria-busy="true" />;

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.currentTarget).entries());
    setBusy(true);
    const answered = await ask<{ token: string } | undefined>(path, {
      body: { ...said, ...(link && { token: link.token }) },
    });
    setBusy(false);
    if (answered.kind === "ok") {
      if (answered.body) holdBearer(answered.body.token);
      onDone();
    } else {
      if (answered.kind === "refused" && answered.code === "code-needed") setCodeNeeded(true);
      setTrouble(whyNot(answered, kind));
    }
  };

  return (
    <main className="entry">
      <form className="entry-form" onSubmit={(event) => void send(event)}>
        <div className="entry-brand">
          <Door /> {say("brand")}
        </div>
        <h1>{say(title)}</h1>
        {text && <p>{say(text)}</p>}
        <div aria-live="polite">
          {trouble ? (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{say(trouble)}</MessageBarBody>
            </MessageBar>
          ) : (
            signedOut && (
              <MessageBar>
                <MessageBarBody>{say("signedOutNotice")}</MessageBarBody>
              </MessageBar>
            )
          )}
        </div>
        {checked !== null && checked !== "gone" && checked.email !== null && (
          <Field label={say("fieldEmail")}>
            <Input type="email" autoComplete="username" readOnly value={checked.email} />
          </Field>
        )}
        {asksFor("name") && checked !== "gone" && (
          <Field label={say("fieldName")} hint={say("fieldNameHint")}>
            <Input
              name="name"
              autoComplete="name"
              required
              maxLength={80}
              defaultValue={checked?.name ?? ""}
            />
          </Field>
        )}
        {asksFor("email") && checked !== "gone" && (
          <Field label={say("fieldEmail")}>
            <Input name="email" type="email" autoComplete="username" required maxLength={254} />
          </Field>
        )}
        {checked === "gone" ? (
          <Button onClick={onLeave}>{say("toSignIn")}</Button>
        ) : (
          <>
            <PasswordField fresh={kind !== "sign-in"} />
            {codeNeeded && <CodeField />}
            <Button type="submit" appearance="primary" size="large" disabledFocusable={busy}>
              {say(button)}
            </Button>
            {kind === "sign-in" && provider !== null && (
              <>
                <Divider>{say("or")}</Divider>
                <Button as="a" href={signInAddress} size="large">
                  {say("signInWith", { provider })}
                </Button>
              </>
            )}
          </>
        )}
      </form>
    </main>
  );
}
