import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { SignedIn } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { CodeSetup } from "./code-setup.tsx";

/** The agent's second factor: set, or to be set. */
export function CodePart({
  signIn,
  onChange,
}: {
  signIn: SignedIn["signIn"];
  onChange(): Promise<void>;
}): React.JSX.Element | null {
  const { csrf, stepUp, telling } = useDesk();
  const { email } = useKnown((state) => state.me);
  const [sets, setSets] = useState(false);
  const remove = async (): Promise<void> => {
    const answered = await stepUp.ask("totp", { method: "DELETE", csrf });
    if (answered.kind === "ok") await onChange();
    else telling.refused(answered);
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
