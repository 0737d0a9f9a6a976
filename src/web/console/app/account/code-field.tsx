import { Field, Input } from "@fluentui/react-components";
import { say } from "../words/words.ts";

/** A field for a code of the authenticator, or, once it is set, one for when it is lost. */
export const CodeField = ({ fresh = false }: { fresh?: boolean }): React.JSX.Element => (
  <Field label={say("fieldCode")} hint={say(fresh ? "fieldCodeFreshHint" : "fieldCodeHint")}>
    <Input name="code" autoComplete="one-time-code" required maxLength={30} />
  </Field>
);
