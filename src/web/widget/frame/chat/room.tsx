import { Components, hooks } from "botframework-webchat-component";
import { useEffect } from "react";
import { useShared } from "./context.ts";
import type { FocusHere } from "./focus-here.ts";
import { QuietCommands } from "./quiet-commands.tsx";

const { AccessKeySinkSurface, BasicTranscript, SendButton, SendTextBox, SuggestedActions } = Components;

/** Where the talk takes place: what was said, the choices, the commands that are always there, the field to write in. */
export function Room({ focusHere }: { focusHere: FocusHere }) {
  const { parts } = useShared();
  const focus = hooks.useFocus();
  useEffect(() => {
    focusHere.field(() => void focus("sendBox"));
  }, [focus, focusHere]);
  useEffect(() => parts.usable(), [parts]);
  return (
    <AccessKeySinkSurface className="room" role="main">
      <BasicTranscript className="transcript" />
      <SuggestedActions className="choices" />
      <QuietCommands />
      {/* biome-ignore lint/a11y/useSemanticElements: the form element is Web Chat's own, inside */}
      <div className="writing" role="form" aria-label={parts.words["inputLabel"]}>
        <SendTextBox className="field" />
        <SendButton className="send" />
      </div>
    </AccessKeySinkSurface>
  );
}
