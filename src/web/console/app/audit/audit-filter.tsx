import { Field, Input, Select } from "@fluentui/react-components";
import { useKnown } from "../desk/desk-context.tsx";
import { namesIn, say } from "../words/words.ts";
import { deedName } from "./audit-names.ts";
import type { AuditFilterValues } from "./use-audit-lines.ts";

/** Chooses which lines are shown. */
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
              {deedName(what)}
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
