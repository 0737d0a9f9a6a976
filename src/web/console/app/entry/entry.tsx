import { Spinner } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { CodeSetup } from "../account/code-setup.tsx";
import { apiRequest } from "../api/request.ts";
import type { MeReply, SignedInReply } from "../api/schemas.ts";
import { say } from "../i18n/messages.ts";
import type { Look } from "../look/themes.ts";
import { Shell } from "../shell/shell.tsx";
import { enterTeams } from "../teams/sign-in.ts";
import { EntryForm, EntryFrame } from "./entry-form.tsx";
import { type PageEntryLink, type ProviderTrouble, readEntryLink, readTrouble } from "./entry-kinds.ts";

/** Page for people who must set up a second factor first. */
const CodeWanted = ({
  email,
  csrf,
  onDone,
}: {
  email: string;
  csrf: string;
  onDone(): void;
}): React.JSX.Element => (
  <main className="entry">
    <div className="entry-form">
      <div className="entry-brand">
        <EntryFrame /> {say("brand")}
      </div>
      <h1>{say("codeTitle")}</h1>
      <p>{say("codeWantedText")}</p>
      <CodeSetup email={email} csrf={csrf} askDesk={apiRequest} onDone={onDone} />
    </div>
  </main>
);

interface Session {
  me: MeReply;
  csrf: string;
  version: string;
}

type Known =
  | { kind: "asking" }
  | { kind: "nobody"; signedOut: boolean }
  | { kind: "code-wanted"; session: Session }
  | { kind: "session"; session: Session };

/** Renders the console for signed-in people, otherwise the matching entry form. */
export function Entry({ look, onLook }: { look: Look; onLook(look: Look): void }): React.JSX.Element {
  const [trouble] = useState<ProviderTrouble | null>(() => readTrouble(location.hash));
  const [link, setLink] = useState<PageEntryLink>(() => readEntryLink(location.hash));
  const [known, setKnown] = useState<Known>({ kind: "asking" });

  const lookAgain = useCallback(async (): Promise<void> => {
    const response = await apiRequest<SignedInReply>("session");
    if (response.kind === "ok") {
      const { agent, csrf, signIn, version } = response.body;
      const kind = signIn.codeWanted ? "code-wanted" : "session";
      setKnown({ kind, session: { me: agent, csrf, version } });
    } else setKnown({ kind: "nobody", signedOut: false });
  }, []);

  useEffect(() => {
    if (link === null) void enterTeams().then(lookAgain);
    else setKnown({ kind: "nobody", signedOut: false });
  }, [link, lookAgain]);

  const signedOut = useCallback(() => setKnown({ kind: "nobody", signedOut: true }), []);

  if (known.kind === "asking") {
    return (
      <main className="entry">
        <Spinner label={say("loading")} />
      </main>
    );
  }
  if (known.kind === "session") {
    return (
      <Shell session={known.session} trouble={trouble} look={look} onLook={onLook} onSignedOut={signedOut} />
    );
  }
  if (known.kind === "code-wanted") {
    const { me, csrf } = known.session;
    return <CodeWanted email={me.email} csrf={csrf} onDone={() => void lookAgain()} />;
  }
  const done = (): void => {
    history.replaceState(null, "", "#/waiting");
    if (link === null) void lookAgain();
    else setLink(null);
  };
  return (
    <EntryForm
      key={link?.token}
      link={link}
      signedOut={known.signedOut}
      came={trouble}
      onDone={done}
      onLeave={() => setLink(null)}
    />
  );
}
