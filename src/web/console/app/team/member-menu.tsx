import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { type FormEvent, useState } from "react";
import { SessionTable } from "../account/account-page.tsx";
import type { Colleague, Role } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { say } from "../i18n/messages.ts";
import { FormDialog } from "../shell/form-dialog.tsx";

/** A Microsoft account by its directory ids. */
type Entra = NonNullable<Colleague["entra"]>;

const GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

/** Renders the dialog that links or unlinks a Microsoft account. */
function MicrosoftDialog({
  agent,
  onLink,
  onClose,
}: {
  agent: Colleague;
  onLink(entra: Entra | null): Promise<void>;
  onClose(): void;
}): React.JSX.Element {
  const link = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = new FormData(currentTarget);
    const field = (name: string): string => String(form.get(name)).trim();
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

/** Dialog with the sessions of a colleague. */
const SessionsDialog = ({ agent, onClose }: { agent: Colleague; onClose(): void }): React.JSX.Element => (
  <Dialog open onOpenChange={onClose}>
    <DialogSurface>
      <DialogBody>
        <DialogTitle>{say("sessionsOf", { name: agent.name })}</DialogTitle>
        <DialogContent>
          <SessionTable of={agent.id} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{say("close")}</Button>
        </DialogActions>
      </DialogBody>
    </DialogSurface>
  </Dialog>
);

const roles = ["agent", "supervisor", "owner"] as const satisfies Role[];

/**
 * Renders an owner's menu for a colleague: role, teams, Microsoft account, access. For themselves only the Microsoft
 * account.
 */
export function MemberMenu({ agent, self }: { agent: Colleague; self: boolean }): React.JSX.Element {
  const desk = useDesk();
  const teams = useKnown((state) => state.teams);
  const [links, setLinks] = useState(false);
  const [showsSessions, setShowsSessions] = useState(false);
  const change = async (
    body:
      | { role: Role }
      | { teams: string[] }
      | { disabled: boolean }
      | { entra: Entra | null }
      | { totp: null },
  ): Promise<void> => {
    const path = `agents/${encodeURIComponent(agent.id)}`;
    const response = await desk.stepUp.ask(path, { method: "PATCH", body, csrf: desk.csrf });
    if (response.kind !== "ok") return desk.toasts.refused(response);
    setLinks(false);
    await desk.loadAgents();
  };
  return (
    <>
      <Menu
        inline
        checkedValues={{ role: [agent.role], teams: agent.teams }}
        onCheckedValueChange={(_, { name, checkedItems }) =>
          void change(name === "teams" ? { teams: checkedItems } : { role: checkedItems[0] as Role })
        }
      >
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label={say("memberMenu", { name: agent.name })}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {!self && (
              <>
                {roles.map((role) => (
                  <MenuItemRadio key={role} name="role" value={role}>
                    {say(`role.${role}`)}
                  </MenuItemRadio>
                ))}
                {teams.length > 0 && <MenuDivider />}
                {teams.map(({ id, title }) => (
                  <MenuItemCheckbox key={id} name="teams" value={id}>
                    {say("transferTeam", { team: title })}
                  </MenuItemCheckbox>
                ))}
                <MenuDivider />
              </>
            )}
            {!self && <MenuItem onClick={() => setShowsSessions(true)}>{say("memberSessions")}</MenuItem>}
            {!self && agent.code && (
              <MenuItem onClick={() => void change({ totp: null })}>{say("memberCode")}</MenuItem>
            )}
            <MenuItem onClick={() => setLinks(true)}>{say("microsoft")}</MenuItem>
            {!self && (
              <MenuItem onClick={() => void change({ disabled: !agent.disabled })}>
                {say(agent.disabled ? "memberEnable" : "memberDisable")}
              </MenuItem>
            )}
          </MenuList>
        </MenuPopover>
      </Menu>
      {showsSessions && <SessionsDialog agent={agent} onClose={() => setShowsSessions(false)} />}
      {links && (
        <MicrosoftDialog
          agent={agent}
          onLink={(entra) => change({ entra })}
          onClose={() => setLinks(false)}
        />
      )}
    </>
  );
}
