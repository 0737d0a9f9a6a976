import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useKnown } from "../desk/desk-context.tsx";
import { say } from "../words/words.ts";

/** Says so while the line to the desk is down. */
export function LineNotice(): React.JSX.Element {
  const line = useKnown((state) => state.line);
  return (
    <div role="status">
      {line === "offline" && (
        <MessageBar intent="warning" layout="multiline" className="line-notice">
          <MessageBarBody>{say("lineOffline")}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
