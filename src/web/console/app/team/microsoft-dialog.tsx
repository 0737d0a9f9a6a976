import { Button, Field, Input } from "@fluentui/react-components";
import type { FormEvent } from "react";
import { FormDialog } from "../shell/form-dialog.tsx";
import type { Colleague } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

/** A Microsoft account as the directory numbers it. */
export type Entra = NonNullable<Colleague["entra"]>;

const GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** Links somebody of the desk to their Microsoft account, or lets go of it. */
export function MicrosoftDialog({
  agent,
  onLink,
  onClose,
}: {
  agent: Colleague;
  onLink(entra: Entra | null): Promise<void>;
  onClose(): void;
}): React.JSX.Element {
  const link = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const said = new FormData(currentTarget);
    const field = (name: string): string => String(said.get(name)).trim();
    await onLink({ tenant: field("tenant"), objectId: field("objectId") });
  };
  return (
    <FormDialog
      title={say("microsoftTitle", { name: agent.name })}
      action={say("microsoftLink")}
      onSubmit={link}
      onClose={onClose}
    >
      <p>{say("microsoftText")}</p>
      <Field label={say("microsoftObjectId")} hint={say("microsoftObjectIdHint")}>
        <Input name="objectId" required pattern={GUID} defaultValue={agent.entra?.objectId ?? ""} />
      </Field>
      <Field label={say("microsoftTenant")} hint={say("microsoftTenantHint")}>
        <Input name="tenant" required pattern={GUID} defaultValue={agent.entra?.tenant ?? ""} />
      </Field>
      {agent.entra && (
        <Button appearance="secondary" onClick={() => void onLink(null)}>
          {say("microsoftUnlink")}
        </Button>
      )}
    </FormDialog>
  );
}
