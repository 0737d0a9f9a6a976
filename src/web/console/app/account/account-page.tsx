import { Button, Spinner } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { deviceName } from "../../../shared/device-name.ts";
import { apiRequest } from "../api/request.ts";
import type { ReplyBody, SignedInAt, SignedInReply } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { providerName, signInAddress } from "../entry/entry-kinds.ts";
import { dayAndTime, say } from "../i18n/messages.ts";
import { CodeSetup } from "./code-setup.tsx";

/** Lists sessions with buttons to end them; `of` null: the agent's own. */
export function SessionTable({ of }: { of: string | null }): React.JSX.Element {
  const { csrf, toasts } = useDesk();
  const path = of === null ? "sessions" : `agents/${encodeURIComponent(of)}/sessions`;
  const [sessions, setSessions] = useState<SignedInAt[] | null>(null);
  const look = useCallback(async () => {
    const response = await apiRequest<ReplyBody<"SessionList">>(path);
    if (response.kind === "ok") setSessions(response.body.sessions);
    else toasts.refused(response);
  }, [path, toasts]);
  useEffect(() => void look(), [look]);
  const end = async ({ id }: SignedInAt): Promise<void> => {
    const response = await apiRequest(`${path}/${encodeURIComponent(id)}`, { method: "DELETE", csrf });
    if (response.kind !== "ok") toasts.refused(response);
    await look();
  };
  if (sessions === null) return <Spinner label={say("loading")} />;
  if (sessions.length === 0) return <p>{say("sessionsNone")}</p>;
  return (
    <ul className="sessions">
      {sessions.map((session) => (
        <li key={session.id}>
          <div>
            <h3>{nameOfDevice(session.browser)}</h3>
            <p>
              <span>{say(`signedInBy.${session.by}`)}</span>
              {session.from !== null && <span>{session.from}</span>}
              <span>{say("sessionSince", { when: dayAndTime(session.startedAt) })}</span>
              <span>{say("sessionSeen", { when: dayAndTime(session.seenAt) })}</span>
            </p>
          </div>
          {session.current ? (
            <strong>{say("sessionCurrent")}</strong>
          ) : (
            <Button onClick={() => void end(session)}>{say("sessionEnd")}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Returns the name of a device by its `User-Agent`. */
export function nameOfDevice(agent: string): string {
  const { browser, system } = deviceName(agent);
  if (browser === null) return say("sessionSomewhere");
  return system === null ? browser : say("sessionOn", { browser, system });
}

/** Renders the settings of the agent's second factor. */
function CodePart({
  signIn,
  onChange,
}: {
  signIn: SignedInReply["signIn"];
  onChange(): Promise<void>;
}): React.JSX.Element | null {
  const { csrf, stepUp, toasts } = useDesk();
  const { email } = useKnown((state) => state.me);
  const [sets, setSets] = useState(false);
  const remove = async (): Promise<void> => {
    const response = await stepUp.ask("totp", { method: "DELETE", csrf });
    if (response.kind === "ok") await onChange();
    else toasts.refused(response);
  };
  const done = (): void => {
    setSets(false);
    void onChange();
  };
  if (!signIn.password) return null;
  return (
    <section className="page-part">
      <h2>{say("codeTitle")}</h2>
      {sets ? (
        <CodeSetup email={email} csrf={csrf} askDesk={stepUp.ask} onDone={done} />
      ) : (
        <>
          <p>{say(signIn.code ? "codeIsSet" : "codeIsNotSet")}</p>
          <div className="page-moves">
            <Button onClick={() => setSets(true)}>{say(signIn.code ? "codeReplace" : "codeStart")}</Button>
            {signIn.code && <Button onClick={() => void remove()}>{say("codeRemove")}</Button>}
          </div>
        </>
      )}
    </section>
  );
}

/** Renders the link to the agent's provider account; null where no provider is configured. */
function ProviderPart({
  signIn,
  onChange,
}: {
  signIn: SignedInReply["signIn"];
  onChange(): Promise<void>;
}): React.JSX.Element | null {
  const { stepUp, toasts, csrf } = useDesk();
  const provider = providerName();
  if (provider === null) return null;
  const unlink = async (): Promise<void> => {
    const response = await stepUp.ask("provider-account", { method: "DELETE", csrf });
    if (response.kind === "ok") await onChange();
    else toasts.refused(response);
  };
  const link = async (): Promise<void> => {
    const isProven = Date.parse(signIn.provenUntil) > Date.now();
    if (isProven || (await stepUp.prove())) location.assign(`${signInAddress}?for=link`);
  };
  return (
    <section className="page-part">
      <h2>{provider}</h2>
      <p>{say(signIn.provider ? "providerLinked" : "providerNotLinked", { provider })}</p>
      {signIn.provider && signIn.password && (
        <Button onClick={() => void unlink()}>{say("providerUnlink")}</Button>
      )}
      {!signIn.provider && <Button onClick={() => void link()}>{say("providerLink", { provider })}</Button>}
    </section>
  );
}

/** Renders the page with the agent's sign-in methods and sessions. */
export function AccountPage(): React.JSX.Element {
  const [signIn, setSignIn] = useState<SignedInReply["signIn"] | null>(null);
  const look = useCallback(async () => {
    const response = await apiRequest<SignedInReply>("session");
    if (response.kind === "ok") setSignIn(response.body.signIn);
  }, []);
  useEffect(() => void look(), [look]);
  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("accountTitle")}</h1>
      </header>
      {signIn && <ProviderPart signIn={signIn} onChange={look} />}
      {signIn && <CodePart signIn={signIn} onChange={look} />}
      <section className="page-part">
        <h2>{say("sessionsTitle")}</h2>
        <SessionTable of={null} />
      </section>
    </main>
  );
}
