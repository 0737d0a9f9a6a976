import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import type { FoundTalk } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { FoundPerson } from "./found-person.tsx";

/** What the desk keeps of a person: an owner finds it, hands it out, erases it, or keeps it from being erased. */
export function PeoplePage(): React.JSX.Element {
  const { csrf, stepUp, telling } = useDesk();
  const [found, setFound] = useState<{ person: string; talks: FoundTalk[] } | null>(null);

  const find = async (person: string): Promise<void> => {
    const answered = await stepUp.ask<{ talks: FoundTalk[] }>("people/find", { body: { person }, csrf });
    if (answered.kind === "ok") setFound({ person, talks: answered.body.talks });
    else if (answered.kind === "refused" && answered.code === "no-person") setFound({ person, talks: [] });
    else telling.refused(answered);
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void find(String(new FormData(event.currentTarget).get("person")));
  };

  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("peopleTitle")}</h1>
      </header>
      <form className="find-person" onSubmit={send}>
        <Field label={say("peopleWhose")} hint={say("peopleWhoseHint")}>
          <Input name="person" required maxLength={254} autoComplete="off" />
        </Field>
        <Button type="submit" appearance="primary">
          {say("peopleFind")}
        </Button>
      </form>
      <div aria-live="polite">{found && <FoundPerson {...found} onChange={() => find(found.person)} />}</div>
    </main>
  );
}
