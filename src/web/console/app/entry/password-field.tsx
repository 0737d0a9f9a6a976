import { Button, Field, Input } from "@fluentui/react-components";
import { EyeRegular } from "@fluentui/react-icons/svg/eye";
import { EyeOffRegular } from "@fluentui/react-icons/svg/eye-off";
import { useState } from "react";
import { say, type WordKey } from "../words/words.ts";

/** A field for a password that can be looked at; `fresh` when it is chosen just now. */
export function PasswordField({
  fresh,
  name = "password",
  label = "fieldPassword",
}: {
  fresh: boolean;
  name?: string;
  label?: WordKey;
}): React.JSX.Element {
  const [shown, setShown] = useState(false);
  return (
    <Field label={say(label)} {...(fresh && { hint: say("fieldPasswordHint") })}>
      <Input
        name={name}
        type={shown ? "text" : "password"}
        autoComplete={fresh ? "new-password" : "current-password"}
        required
        maxLength={200}
        {...(fresh && { minLength: 12 })}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            aria-label={say(shown ? "hidePassword" : "showPassword")}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  );
}
