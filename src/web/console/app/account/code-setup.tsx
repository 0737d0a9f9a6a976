import { Button, Field, Input, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { type FormEvent, useEffect, useState } from "react";
import { renderSVG } from "uqr";
import type { ApiReply, Sent } from "../api/request.ts";
import type { ReplyBody } from "../api/schemas.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import { saveFile } from "../local-storage.ts";

/** Renders the field for an authenticator code or a recovery code. */
export const CodeField = ({ fresh = false }: { fresh?: boolean }): React.JSX.Element => (
  <Field label={say("fieldCode")} hint={say(fresh ? "fieldCodeFreshHint" : "fieldCodeHint")}>
    <Input name="code" autoComplete="one-time-code" required maxLength={30} />
  </Field>
);

/** Recovery codes, shown once. */
const RecoveryList = ({ codes, onDone }: { codes: readonly string[]; onDone(): void }): React.JSX.Element => (
  <div className="code-setup">
    <p>{say("recoveryText")}</p>
    <ul className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{`${code.slice(0, 5)}-${code.slice(5)}`}</code>
        </li>
      ))}
    </ul>
    <div className="page-moves">
      <Button onClick={() => saveFile(`${say("recoveryFile")}.txt`, "text/plain", `${codes.join("\n")}\n`)}>
        {say("recoverySave")}
      </Button>
      <Button appearance="primary" onClick={onDone}>
        {say("recoveryDone")}
      </Button>
    </div>
  </div>
);

/** Sends an API request, with a step-up if required. */
type AskDesk = <Body>(path: string, sent: Sent) => Promise<ApiReply<Body>>;

interface CodeSetupParts {
  email: string;
  csrf: string;
  askDesk: AskDesk;
  onDone(): void;
}

/** Returns the URI that authenticators read from a QR code (Key URI Format). */
const keyUri = (email: string, secret: string): string => {
  const issuer = say("brand");
  const label = encodeURIComponent(`${issuer}:${email}`);
  return `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer })}`;
};

const picture = (uri: string): string => `data:image/svg+xml,${encodeURIComponent(renderSVG(uri))}`;

function whyNot(answered: Exclude<ApiReply<unknown>, { kind: "ok" }>): WordKey {
  if (answered.kind === "away") return "refusedAway";
  if (answered.code === "wrong-code") return "codeWrong";
  return answered.code === "step-up" ? "refusedStepUp" : "entryInvalid";
}

/** Sets up an authenticator: shows the secret, verifies a code, then shows the recovery codes once. */
export function CodeSetup({ email, csrf, askDesk, onDone }: CodeSetupParts): React.JSX.Element {
  const [secret, setSecret] = useState<string | null>(null);
  const [recovery, setRecovery] = useState<string[] | null>(null);
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  useEffect(() => {
    void askDesk<ReplyBody<"NewSecret">>("totp", { method: "POST", csrf }).then((answered) => {
      if (answered.kind === "ok") setSecret(answered.body.secret);
      else setTrouble(whyNot(answered));
    });
  }, [askDesk, csrf]);

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    const body = { secret, code };
    const response = await askDesk<ReplyBody<"RecoveryCodes">>("totp", { method: "PUT", body, csrf });
    if (response.kind === "ok") setRecovery(response.body.recovery);
    else setTrouble(whyNot(response));
  };

  if (recovery !== null) return <RecoveryList codes={recovery} onDone={onDone} />;
  return (
    <form className="code-setup" onSubmit={(event) => void send(event)}>
      <div aria-live="polite">
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{say(trouble)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {secret === null && trouble === null && <Spinner label={say("loading")} />}
      {secret !== null && (
        <>
          <p>{say("codeScan")}</p>
          <img src={picture(keyUri(email, secret))} alt={say("codePicture")} width={200} height={200} />
          <Field label={say("codeSecret")}>
            <Input readOnly value={secret} onFocus={({ target }) => target.select()} />
          </Field>
          <CodeField fresh />
          <Button type="submit" appearance="primary">
            {say("codeSet")}
          </Button>
        </>
      )}
    </form>
  );
}
