import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import type { ErasedPerson, FoundTalk } from "../wire/shapes.ts";
import { counted, say } from "../words/words.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { FoundTalks } from "./found-talks.tsx";
import { saveFile } from "./save-file.ts";

interface FoundPersonParts {
  person: string;
  talks: FoundTalk[];
  onChange(): Promise<void>;
}

/** A person's talks, and what can be done with them. */
export function FoundPerson({ person, talks, onChange }: FoundPersonParts): React.JSX.Element {
  const { csrf, stepUp, telling } = useDesk();
  const [erases, setErases] = useState(false);
  const [gone, setGone] = useState<ErasedPerson | null>(null);

  const wish = async <Body,>(what: string): Promise<Body | null> => {
    const answered = await stepUp.ask<Body>(`people/${what}`, { body: { person }, csrf });
    if (answered.kind === "ok") return answered.body;
    telling.refused(answered);
    return null;
  };
  const save = async (): Promise<void> => {
    const all = await wish<object>("export");
    if (all !== null) saveFile(`${say("peopleFile")}.json`, "application/json", JSON.stringify(all, null, 2));
  };
  const keep = async (what: "hold" | "release"): Promise<void> => {
    if ((await wish(what)) !== null) await onChange();
  };
  const erase = async (): Promise<void> => {
    const erased = await wish<ErasedPerson>("erase");
    setErases(false);
    if (erased === null) return;
    setGone(erased);
    await onChange();
  };

  return (
    <>
      {gone && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            {say("peopleErased", { receipt: gone.receipt })}{" "}
            {counted("peopleTalksOne", "peopleTalksMany", gone.erased.talks)}
            {gone.erased.held > 0 && ` ${say("peopleHeldStay", { count: gone.erased.held })}`}
          </MessageBarBody>
        </MessageBar>
      )}
      {talks.length === 0 && gone === null && <p>{say("peopleNone", { person })}</p>}
      {talks.length > 0 && (
        <section className="page-part">
          <h2>{counted("peopleTalksOne", "peopleTalksMany", talks.length)}</h2>
          <FoundTalks talks={talks} />
          <div className="page-moves">
            <Button appearance="primary" onClick={() => void save()}>
              {say("peopleExport")}
            </Button>
            <Button onClick={() => void keep("hold")}>{say("peopleHold")}</Button>
            {talks.some(({ held }) => held) && (
              <Button onClick={() => void keep("release")}>{say("peopleRelease")}</Button>
            )}
            <Button onClick={() => setErases(true)}>{say("peopleErase")}</Button>
          </div>
        </section>
      )}
      {erases && <EraseDialog talks={talks} onErase={erase} onClose={() => setErases(false)} />}
    </>
  );
}
