import { Button } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { ask } from "../wire/ask.ts";
import type { KeyLine } from "../wire/shapes.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";
import { KeyDialog } from "./key-dialog.tsx";

/** The desk's keys by what they are for, each to be replaced by a new one. */
export function KeyList(): React.JSX.Element | null {
  const { telling } = useDesk();
  const [keys, setKeys] = useState<KeyLine[]>([]);
  const [replaces, setReplaces] = useState<KeyLine["kind"] | null>(null);
  const look = useCallback(async () => {
    const answered = await ask<{ keys: KeyLine[] }>("keys");
    if (answered.kind === "ok") setKeys(answered.body.keys);
    else telling.refused(answered);
  }, [telling]);
  useEffect(() => void look(), [look]);
  if (keys.length === 0) return null;
  return (
    <section className="page-part" aria-labelledby="keys-title">
      <h2 id="keys-title">{say("deskKeysTitle")}</h2>
      <ul className="sessions">
        {keys.map(({ kind, madeAt, before, fixed }) => (
          <li key={kind}>
            <div>
              <h3>{say(`keyOf.${kind}`)}</h3>
              <p>
                <span>{fixed ? say("keyFixed") : say("keySince", { when: dayAndTime(madeAt) })}</span>
                {before !== null && <span>{say("keyBefore", { when: dayAndTime(before) })}</span>}
              </p>
            </div>
            {!fixed && (
              <Button
                aria-label={say("keyReplaceOf", { key: say(`keyOf.${kind}`) })}
                onClick={() => setReplaces(kind)}
              >
                {say("keyReplace")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {replaces && (
        <KeyDialog
          kind={replaces}
          onClose={() => {
            setReplaces(null);
            void look();
          }}
        />
      )}
    </section>
  );
}
