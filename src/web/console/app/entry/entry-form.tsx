import { Button, Divider, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import { EyeOffRegular } from "@fluentui/react-icons/svg/eye-off";
import { type FormEvent, useEffect, useState } from "react";
import { CodeField } from "../account/code-setup.tsx";
import { apiRequest, holdBearer } from "../api/request.ts";
import type { CheckedLinkReply, ReplyBody } from "../api/schemas.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import {
  kinds,
  type PageEntryLink,
  type ProviderTrouble,
  providerName,
  signInAddress,
  whyNot,
} from "./entry-kinds.ts";

/** Draws the logo: a door, ajar. */
export const EntryFrame = (): React.JSX.Element => (
  <svg className="door" viewBox="0 0 32 32" fill="none" aria-hidden="true">
    <path d="M7 28V13a9 9 0 0 1 18 0v15" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
    <path
      d="M12 28V13.6c0-1.5 1-2.8 2.4-3.2l4.4-1.3c.9-.3 1.8.4 1.8 1.3V28"
      fill="currentColor"
      fillOpacity=".55"
    />
    <path d="M4 28h24" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
  </svg>
);

/** Renders a password field with a visibility toggle; `fresh`: a new password. */
export function PasswordField({
  fresh,
  name = "password",
  label = "fieldPassword",
}: {
  fresh: boolean;
  name?: string;
  label?: WordKey;
}): React.JSX.Element {
  const [shown, setShown] = useState(false);
  return (
    <Field label={say(label)} {...(fresh && { hint: say("fieldPasswordHint") })}>
      <Input
        name={name}
        type={shown ? "text" : "password"}
        autoComplete={fresh ? "new-password" : "current-password"}
        required
        maxLength={200}
        {...(fresh && { minLength: 12 })}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            aria-label={say(shown ? "hidePassword" : "showPassword")}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  );
}

/** Checks a link: null without one, "gone" when it was used or has expired. */
function useChecked(
  link: PageEntryLink,
  onTrouble: (word: WordKey) => void,
): CheckedLinkReply | "asking" | "gone" | null {
  const [checked, setChecked] = useState<CheckedLinkReply | "asking" | "gone" | null>(link && "asking");
  useEffect(() => {
    if (link === null) {
      setChecked(null);
      return;
    }
    void apiRequest<CheckedLinkReply>("link", { body: { token: link.token } }).then((answered) => {
      if (answered.kind === "ok") setChecked(answered.body);
      else {
        onTrouble(answered.kind === "away" || answered.status >= 500 ? "entryAway" : "linkGone");
        setChecked("gone");
      }
    });
  }, [link, onTrouble]);
  return checked;
}

/** Renders the form for sign-in, the owner's account, or an invitation. */
export function EntryForm({
  link,
  signedOut,
  came,
  onDone,
  onLeave,
}: {
  link: PageEntryLink;
  signedOut: boolean;
  /** error on the way back from the provider */
  came: ProviderTrouble | null;
  onDone(): void;
  /** discards a void link */
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
    const values = Object.fromEntries(new FormData(event.currentTarget).entries());
    setBusy(true);
    const response = await apiRequest<ReplyBody<"BearerSession"> | undefined>(path, {
      body: { ...values, ...(link && { token: link.token }) },
    });
    setBusy(false);
    if (response.kind === "ok") {
      if (response.body) holdBearer(response.body.token);
      onDone();
    } else {
      if (response.kind === "refused" && response.code === "code-needed") setCodeNeeded(true);
      setTrouble(whyNot(response, kind));
    }
  };

  return (
    <main className="entry">
      <form className="entry-form" onSubmit={(event) => void send(event)}>
        <div className="entry-brand">
          <EntryFrame /> {say("brand")}
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
