import { Button, Spinner } from "@fluentui/react-components";
import { useDesk } from "../desk/desk-context.tsx";
import { saveFile } from "../people/save-file.ts";
import { say } from "../words/words.ts";
import { AuditCheckPart } from "./audit-check-part.tsx";
import { AuditFilter } from "./audit-filter.tsx";
import { AuditTable } from "./audit-table.tsx";
import { useAuditLines } from "./use-audit-lines.ts";

/** Who did what at the desk, for owners: to read, to filter, to check and to take along. */
export function AuditPage(): React.JSX.Element {
  const { csrf, stepUp, telling } = useDesk();
  const { page, filter, choose, more } = useAuditLines();
  const save = async (): Promise<void> => {
    const answered = await stepUp.ask<{ csv: string }>(`audit/export?log=${filter.log}`, {
      method: "POST",
      csrf,
    });
    if (answered.kind === "ok")
      saveFile(`${say(`auditFile.${filter.log}`)}.csv`, "text/csv", answered.body.csv);
    else telling.refused(answered);
  };
  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("auditTitle")}</h1>
        <Button onClick={() => void save()}>{say("auditExport")}</Button>
      </header>
      <AuditCheckPart log={filter.log} />
      <AuditFilter filter={filter} onChoose={choose} />
      {page === null ? <Spinner label={say("loading")} /> : <AuditTable {...page} />}
      {page?.more && <Button onClick={() => void more()}>{say("auditMore")}</Button>}
    </main>
  );
}
