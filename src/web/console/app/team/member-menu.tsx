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
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { ask } from "../wire/ask.ts";
import type { Colleague, Role } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

const roles = ["agent", "supervisor", "owner"] as const satisfies Role[];

/** What an owner can change about a colleague: the role, and whether they may still sign in. */
export function MemberMenu({ agent }: { agent: Colleague }): React.JSX.Element {
  const desk = useDesk();
  const teams = useKnown((state) => state.teams);
  const change = async (
    body: { role: Role } | { teams: string[] } | { disabled: boolean },
  ): Promise<void> => {
    const path = `agents/${encodeURIComponent(agent.id)}`;
    const answered = await ask(path, { method: "PATCH", body, csrf: desk.csrf });
    if (answered.kind === "ok") await desk.loadAgents();
    else desk.telling.refused(answered);
  };
  return (
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
          <MenuItem onClick={() => void change({ disabled: !agent.disabled })}>
            {say(agent.disabled ? "memberEnable" : "memberDisable")}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
