import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { type Answered, ask } from "../wire/ask.ts";
import { say } from "../words/words.ts";
import type { AuditFilterValues } from "./use-audit-lines.ts";

type Check = { whole: true } | { whole: false; seq: number; fault: "missing" | "changed" };

/** Whether the audit log is as it was written. */
export function AuditCheckPart({ log }: Pick<AuditFilterValues, "log">): React.JSX.Element | null {
  const [checked, setChecked] = useState<Answered<Check> | null>(null);
  useEffect(() => void ask<Check>(`audit/check?log=${log}`).then(setChecked), [log]);
  if (checked === null) return null;
  if (checked.kind !== "ok") return <p role="alert">{say("entryAway")}</p>;
  const { body } = checked;
  return (
    <MessageBar intent={body.whole ? "success" : "error"} layout="multiline" className="audit-check">
      <MessageBarBody>
        {body.whole ? say("auditWhole") : say(`auditFault.${body.fault}`, { seq: body.seq })}
      </MessageBarBody>
    </MessageBar>
  );
}
