import {
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { useDesk } from "../desk/desk-context.tsx";
import type { Priority } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

const priorities = ["urgent", "high", "normal", "low"] as const satisfies Priority[];

/** Shows the priority, and changes it. */
export function PriorityMenu({
  number,
  priority,
  disabled,
}: {
  number: number;
  priority: Priority;
  disabled: boolean;
}): React.JSX.Element {
  const { moves } = useDesk();
  return (
    <Menu
      inline
      checkedValues={{ priority: [priority] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) =>
        void moves.setPriority(number, chosen as Priority)
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          disabledFocusable={disabled}
          aria-label={say("priorityLabel", { priority: say(`priority.${priority}`) })}
          className="priority"
          data-mark={priority}
        >
          {say(`priority.${priority}`)}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {priorities.map((one) => (
            <MenuItemRadio key={one} name="priority" value={one}>
              {say(`priority.${one}`)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
