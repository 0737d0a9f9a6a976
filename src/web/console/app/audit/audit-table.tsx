import { Field, Input, Select } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { apiRequest } from "../api/request.ts";
import type { ReplyBody } from "../api/schemas.ts";
import { useKnown } from "../desk/desk-context.tsx";
import { dayAndTime, namesIn, say, type WordKey } from "../i18n/messages.ts";

/** Filter of the audit log; empty fields match all. */
export interface AuditFilterValues {
  log: "deeds" | "readings";
  who: string;
  what: string;
  about: string;
}

/** Loaded entries, the names of their agents, and whether there are older ones. */
type AuditPageShown = ReplyBody<"AuditPage"> & { more: boolean };

const perPage = 50;
const all: AuditFilterValues = { log: "deeds", who: "", what: "", about: "" };

async function fetchLines(filter: AuditFilterValues, before?: number): Promise<AuditPageShown | null> {
  const filled = Object.entries(filter).filter(([, value]) => value !== "");
  const query = new URLSearchParams([
    ...filled,
    ["limit", String(perPage)],
    ...(before === undefined ? [] : [["before", String(before)]]),
  ]);
  const response = await apiRequest<ReplyBody<"AuditPage">>(`audit?${query}`);
  if (response.kind !== "ok") return null;
  return { ...response.body, more: response.body.lines.length === perPage };
}

/** Loads the newest entries, and older ones on demand. */
export function useAuditLines(): {
  /** null while loading */
  page: AuditPageShown | null;
  filter: AuditFilterValues;
  choose(filter: AuditFilterValues): void;
  more(): Promise<void>;
} {
  const [filter, choose] = useState(all);
  const [page, setPage] = useState<AuditPageShown | null>(null);
  useEffect(() => {
    let current = true;
    void fetchLines(filter).then((fetched) => {
      if (current) setPage(fetched ?? { lines: [], names: {}, more: false });
    });
    return () => {
      current = false;
    };
  }, [filter]);
  const more = useCallback(async () => {
    const older = await fetchLines(filter, page?.lines.at(-1)?.seq);
    if (older === null || page === null) return;
    setPage({
      ...older,
      lines: [...page.lines, ...older.lines],
      names: { ...page.names, ...older.names },
    });
  }, [filter, page]);
  return { page, filter, choose, more };
}

/** Returns the label of an action. */
const actionName = (what: string): string => say(`deed.${what}` as WordKey) || what;

/** Returns the label of an actor. */
const actorName = ({ who }: AuditPageShown["lines"][number], names: AuditPageShown["names"]): string =>
  who.kind === "agent" ? (names[who.id] ?? who.id) : say(`doer.${who.kind}`);

/** Renders the form that filters the entries. */
export function AuditFilter({
  filter,
  onChoose,
}: {
  filter: AuditFilterValues;
  onChoose(filter: AuditFilterValues): void;
}): React.JSX.Element {
  const agents = useKnown((state) => state.agents);
  return (
    <form className="audit-filter" onSubmit={(event) => event.preventDefault()}>
      <Field label={say("auditLog")}>
        <Select
          value={filter.log}
          onChange={(_, { value }) => onChoose({ ...filter, log: value === "readings" ? value : "deeds" })}
        >
          <option value="deeds">{say("auditLog.deeds")}</option>
          <option value="readings">{say("auditLog.readings")}</option>
        </Select>
      </Field>
      <Field label={say("auditWho")}>
        <Select value={filter.who} onChange={(_, { value }) => onChoose({ ...filter, who: value })}>
          <option value="">{say("auditAll")}</option>
          {agents.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={say("auditWhat")}>
        <Select value={filter.what} onChange={(_, { value }) => onChoose({ ...filter, what: value })}>
          <option value="">{say("auditAll")}</option>
          {namesIn("deed").map((what) => (
            <option key={what} value={what}>
              {actionName(what)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={say("auditAbout")} hint={say("auditAboutHint")}>
        <Input
          value={filter.about}
          onChange={(_, { value }) => onChoose({ ...filter, about: value.trim() })}
        />
      </Field>
    </form>
  );
}

/** Renders the table of audit entries. */
export function AuditRows({ lines, names }: AuditPageShown): React.JSX.Element {
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
                <bdi>{actorName(line, names)}</bdi>
              </td>
              <td>{actionName(line.what)}</td>
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
