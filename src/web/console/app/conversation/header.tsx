import {
  Button,
  Menu,
  MenuButton,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { CheckmarkRegular } from "@fluentui/react-icons/svg/checkmark";
import { PanelRightRegular } from "@fluentui/react-icons/svg/panel-right";
import { PersonArrowRightRegular } from "@fluentui/react-icons/svg/person-arrow-right";
import { type ReactNode, useState } from "react";
import { ticketTitle } from "../../../../api/schemas/ticket-title.ts";
import type { Priority, TicketReply } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { isClosed, isInQuarantine, isWaiting, speaksFor } from "../desk/view-lines.ts";
import { say, subjectOf } from "../i18n/messages.ts";
import { PromiseLeft, Waited } from "../queue/ticket-list.tsx";
import { useKeys } from "../shell/shortcut-dialog.tsx";
import { ResolveDialog, TransferDialog } from "./resolve-dialog.tsx";

const priorities = ["urgent", "high", "normal", "low"] as const satisfies Priority[];

/** Renders the menu that shows and sets the priority. */
function PriorityMenu({
  number,
  priority,
  disabled,
}: {
  number: number;
  priority: Priority;
  disabled: boolean;
}): React.JSX.Element {
  const { actions } = useDesk();
  return (
    <Menu
      inline
      checkedValues={{ priority: [priority] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) =>
        void actions.setPriority(number, chosen as Priority)
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

interface HeaderParts {
  detail: TicketReply;
  back: ReactNode;
  details: boolean;
  onDetails(on: boolean): void;
}

/** Renders the header of an open ticket: subject, state and actions. */
export function ConversationHeader({ detail, back, details, onDetails }: HeaderParts): React.JSX.Element {
  const { ticket, place } = detail;
  const { number, state, promise } = ticket;
  const { actions, toasts } = useDesk();
  const me = useKnown((known) => known.me);
  const by = speaksFor(ticket);
  const byName = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  const isMine = by === me.id;
  const rules = isMine || (me.role !== "agent" && !isClosed(ticket));
  const [dialog, setDialog] = useState<"resolve" | "transfer" | null>(null);

  const release = async (): Promise<void> => {
    if (!(await actions.release(number))) return;
    toasts.tell("success", say("releasedTold", { number }));
  };
  const letIn = async (): Promise<void> => {
    if (await actions.letIn(number)) toasts.tell("success", say("letInTold", { number }));
  };
  useKeys({
    t: rules ? () => setDialog("transfer") : undefined,
    e: rules && by !== null ? () => setDialog("resolve") : undefined,
    u: rules && by !== null ? () => void release() : undefined,
  });

  return (
    <header className="talk-top">
      {back}
      <div className="talk-title">
        <h1>{subjectOf({ ...ticket, ...ticketTitle(ticket) })}</h1>
        <p>
          <span>{say("number", { number })}</span>
          {ticket.distress !== null && <span data-mark="urgent">{say(`distress.${ticket.distress}`)}</span>}
          {isWaiting(ticket) ? (
            <>
              {place !== null && <span>{say("place", { place })}</span>}
              <Waited since={state.since} />
              {promise?.until && <PromiseLeft until={promise.until} />}
            </>
          ) : by === null || isMine ? (
            <span>
              {state.kind === "quarantined"
                ? say(`heldBecause.${state.because}`)
                : say(`state.${state.kind}`)}
            </span>
          ) : (
            <span>
              {say(state.kind === "claimed" ? "stateClaimedBy" : "stateWaitingBy", { name: byName })}
            </span>
          )}
        </p>
      </div>
      <div className="talk-moves">
        <PriorityMenu number={number} priority={ticket.priority} disabled={isClosed(ticket)} />
        {isInQuarantine(ticket) && (
          <Button appearance="primary" onClick={() => void letIn()}>
            {say("letIn")}
          </Button>
        )}
        {rules && by !== null && <Button onClick={() => void release()}>{say("release")}</Button>}
        {rules && (
          <Button icon={<PersonArrowRightRegular />} onClick={() => setDialog("transfer")}>
            {say(isMine ? "transfer" : "reassign")}
          </Button>
        )}
        {rules && by !== null && (
          <Button
            appearance={isMine ? "primary" : "secondary"}
            icon={<CheckmarkRegular />}
            onClick={() => setDialog("resolve")}
          >
            {say("resolve")}
          </Button>
        )}
        <Button
          appearance="subtle"
          icon={<PanelRightRegular />}
          aria-label={say("details")}
          title={say("details")}
          aria-expanded={details}
          onClick={() => onDetails(!details)}
        />
      </div>
      {dialog === "resolve" && <ResolveDialog ticket={ticket} onClose={() => setDialog(null)} />}
      {dialog === "transfer" && <TransferDialog ticket={ticket} onClose={() => setDialog(null)} />}
    </header>
  );
}
