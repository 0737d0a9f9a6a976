import { useCallback, useEffect, useState } from "react";
import { ask } from "../wire/ask.ts";
import type { SignedIn } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { CodePart } from "./code-part.tsx";
import { ProviderPart } from "./provider-part.tsx";
import { SessionList } from "./session-list.tsx";

/** How the agent signs in, and where they are signed in. */
export function AccountPage(): React.JSX.Element {
  const [signIn, setSignIn] = useState<SignedIn["signIn"] | null>(null);
  const look = useCallback(async () => {
    const answered = await ask<SignedIn>("session");
    if (answered.kind === "ok") setSignIn(answered.body.signIn);
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
        <SessionList of={null} />
      </section>
    </main>
  );
}
