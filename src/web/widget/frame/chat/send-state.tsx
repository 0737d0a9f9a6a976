import { hooks } from "botframework-webchat-component";
import { useSyncExternalStore } from "react";
import type { Activity } from "../line/activity.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

/** How far a message of the person got: on its way, waiting for the line, or not sent. */
export function SendState({ activity }: { activity: Activity }) {
  const word = useWord();
  const { parts, refused } = useShared();
  const line = useCurrent(parts.state);
  const focus = hooks.useFocus();
  useSyncExternalStore(refused.watch, refused.version);
  const again = refused.of(activity);
  if (again === null)
    return <p className="send-state">{word(line === "offline" ? "waitingForLine" : "sending")}</p>;
  return (
    <p className="send-state failed" role="alert">
      {word("notSent")}{" "}
      <button
        type="button"
        onClick={() => {
          void focus("sendBoxWithoutKeyboard");
          again();
        }}
      >
        {word("sendAgain")}
      </button>
    </p>
  );
}
