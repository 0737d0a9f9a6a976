import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useCell } from "../desk/cell.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { say } from "../words/words.ts";

/** What the agent was just told, newest last. */
export function ToldNotices(): React.JSX.Element {
  const { telling } = useDesk();
  const told = useCell(telling.told, (all) => all);
  return (
    <div className="told" role="status">
      {told.map(({ id, intent, text }) => (
        <MessageBar key={id} intent={intent} layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                size="small"
                icon={<DismissRegular />}
                aria-label={say("close")}
                onClick={() => telling.dismiss(id)}
              />
            }
          />
        </MessageBar>
      ))}
    </div>
  );
}
