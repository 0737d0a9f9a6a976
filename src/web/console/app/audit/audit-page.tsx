import { Button, MessageBar, MessageBarBody, Spinner } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { type ApiReply, apiRequest } from "../api/request.ts";
import type { ReplyBody } from "../api/schemas.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { say } from "../i18n/messages.ts";
import { saveFile } from "../local-storage.ts";
import { AuditFilter, type AuditFilterValues, AuditRows, useAuditLines } from "./audit-table.tsx";

/** Shows whether the hash chain of the audit log is intact. */
function AuditCheckPart({ log }: Pick<AuditFilterValues, "log">): React.JSX.Element | null {
  const [checked, setChecked] = useState<ApiReply<ReplyBody<"AuditCheck">> | null>(null);
  useEffect(() => void apiRequest<ReplyBody<"AuditCheck">>(`audit/check?log=${log}`).then(setChecked), [log]);
  if (checked === null) return null;
  if (checked.kind !== "ok") return <p role="alert">{say("entryAway")}</p>;
  const { seq, fault } = checked.body;
  return (
    <MessageBar intent={fault === null ? "success" : "error"} layout="multiline" className="audit-check">
      <MessageBarBody>
        {fault === null ? say("auditWhole") : say(`auditFault.${fault}`, { seq: seq ?? "" })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Renders the audit log for owners: filter, check and export. */
export function AuditView(): React.JSX.Element {
  const { csrf, stepUp, toasts } = useDesk();
  const { page, filter, choose, more } = useAuditLines();
  const save = async (): Promise<void> => {
    const response = await stepUp.ask<ReplyBody<"AuditCsv">>(`audit/export?log=${filter.log}`, {
      method: "POST",
      csrf,
    });
    if (response.kind === "ok")
      saveFile(`${say(`auditFile.${filter.log}`)}.csv`, "text/csv", response.body.csv);
    else toasts.refused(response);
  };
  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("auditTitle")}</h1>
        <Button onClick={() => void save()}>{say("auditExport")}</Button>
      </header>
      <AuditCheckPart log={filter.log} />
      <AuditFilter filter={filter} onChoose={choose} />
      {page === null ? <Spinner label={say("loading")} /> : <AuditRows {...page} />}
      {page?.more && <Button onClick={() => void more()}>{say("auditMore")}</Button>}
    </main>
  );
}
