import { Checkbox, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import type { KeyLine } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

/** Asks whether a key is to be replaced, and whether the one before has leaked; shows a new one that programs have to be given. */
export function KeyDialog({ kind, onClose }: { kind: KeyLine["kind"]; onClose(): void }): React.JSX.Element {
  const { csrf, stepUp, telling } = useDesk();
  const [atOnce, setAtOnce] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const replace = async (): Promise<void> => {
    const body = { atOnce };
    const answered = await stepUp.ask<{ secret: string | null }>(`keys/${kind}`, { body, csrf });
    if (answered.kind !== "ok") return telling.refused(answered);
    if (answered.body.secret === null) onClose();
    else setSecret(answered.body.secret);
  };
  return (
    <FormDialog
      title={say("keyReplaceOf", { key: say(`keyOf.${kind}`) })}
      action={say("keyReplace")}
      instead={secret === null ? null : <span />}
      leave={secret === null ? say("cancel") : say("close")}
      onSubmit={replace}
      onClose={onClose}
    >
      {secret === null ? (
        <>
          <p>{say("keyReplaceText")}</p>
          <Checkbox
            label={say("keyLeaked")}
            checked={atOnce}
            onChange={(_, { checked }) => setAtOnce(checked === true)}
          />
        </>
      ) : (
        <Field label={say("keyFresh")}>
          <Input readOnly value={secret} />
        </Field>
      )}
    </FormDialog>
  );
}
