import {
  Button,
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
import { useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import type { Colleague, Role } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { type Entra, MicrosoftDialog } from "./microsoft-dialog.tsx";
import { SessionsDialog } from "./sessions-dialog.tsx";

const roles = ["agent", "supervisor", "owner"] as const satisfies Role[];

/** What an owner can change about a colleague: role, teams, Microsoft account, and whether they may still sign in; of themselves the Microsoft account alone. */
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
    const answered = await desk.stepUp.ask(path, { method: "PATCH", body, csrf: desk.csrf });
    if (answered.kind !== "ok") return desk.telling.refused(answered);
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
