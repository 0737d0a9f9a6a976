import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";
import { deedName, doerName } from "./audit-names.ts";
import type { AuditPageShown } from "./use-audit-lines.ts";

/** Lines of the audit log. */
export function AuditTable({ lines, names }: AuditPageShown): React.JSX.Element {
  if (lines.length === 0) return <p>{say("auditNone")}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="audit-table" aria-label={say("auditTitle")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("auditWhen")}</th>
            <th scope="col">{say("auditWho")}</th>
            <th scope="col">{say("auditWhat")}</th>
            <th scope="col">{say("auditAbout")}</th>
            <th scope="col">{say("auditFrom")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.seq}>
              <td>{dayAndTime(line.at)}</td>
              <td>
                <bdi>{doerName(line, names)}</bdi>
              </td>
              <td>{deedName(line.what)}</td>
              <td>
                {Object.entries(line.about).map(([name, value]) => (
                  <span key={name}>
                    {name} <code>{names[value] ?? value}</code>
                  </span>
                ))}
              </td>
              <td>{line.from}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
