import { Components, hooks } from "botframework-webchat-component";
import { useEffect, useMemo } from "react";
import { type Activity, commandName } from "../../../shared/activity.ts";
import { activityMiddleware } from "../agent/badge.tsx";
import type { FrameWords } from "../messages.ts";
import { makeConnection } from "./connection.ts";
import type { FocusHere } from "./context.ts";
import { type Shared, SharedContext, useCurrent, useShared, useWord } from "./context.ts";
import { Header } from "./menu.tsx";
import {
  activityStatusMiddleware,
  attachmentForScreenReaderMiddleware,
  attachmentMiddleware,
} from "./middleware.tsx";
import { Notices, typingIndicatorMiddleware } from "./notices.tsx";
import { makeWebChatStore, styleOptions, timersWithoutSendTimeout } from "./style-options.ts";

const inMenu: readonly (string | null)[] = ["copy", "restart"];

/** Renders the bot's commands below the choices; visible while the bot serves the person. */
function QuietCommands() {
  const word = useWord();
  const { commands: offered, parts } = useShared();
  const commands = useCurrent(offered);
  const who = useCurrent(parts.who);
  const perform = hooks.usePerformCardAction();
  const focus = hooks.useFocus();
  const shown = commands.filter((command) => !inMenu.includes(commandName(command)));
  if (shown.length === 0 || who.kind === "agent") return null;
  return (
    <div className="quiet" role="toolbar" aria-label={word("commandsLabel")}>
      {shown.map((command) => (
        <button
          key={command.title}
          type="button"
          onClick={async () => {
            await focus("sendBoxWithoutKeyboard");
            perform(command as never);
          }}
        >
          {command.title}
        </button>
      ))}
    </div>
  );
}

const { AccessKeySinkSurface, BasicTranscript, SendButton, SendTextBox, SuggestedActions } = Components;

/** Lays out the main part of the chat: transcript, choices, commands and input. */
function Layout({ focusHere }: { focusHere: FocusHere }) {
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

/** Returns our strings for Web Chat's. */
const webChatWords = (words: FrameWords): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ACTIVITY_BOT_SAID_ALT: words["deskSaid"],
      ACTIVITY_YOU_SAID_ALT: words["youSaid"],
      SUGGESTED_ACTIONS_LABEL_ALT: words["choicesLabel"],
      TEXT_INPUT_ALT: words["inputLabel"],
      TEXT_INPUT_PLACEHOLDER: words["inputHint"],
      TEXT_INPUT_SEND_BUTTON_ALT: words["send"],
      SEND_BOX_IS_EMPTY_TOOLTIP_ALT: words["sendEmpty"],
      TRANSCRIPT_ARIA_LABEL_ALT: words["logLabel"],
      TRANSCRIPT_TERMINATOR_TEXT: words["logEnd"],
      TRANSCRIPT_NEW_MESSAGES: words["newMessages"],
      TYPING_INDICATOR_ALT: words["typing"],
      TYPING_INDICATOR_SINGLE_TEXT: words["typing"],
      TYPING_INDICATOR_MULTIPLE_TEXT: words["typing"],
    }).flatMap(([id, text]) => (text === undefined ? [] : [[id, text]])),
  );

/** Renders the chat: header, notices, transcript, choices and input. */
export function Chat(props: { shared: Shared; notice(activity: Activity): void; focusHere: FocusHere }) {
  const { shared, notice, focusHere } = props;
  const { parts } = shared;
  const who = useCurrent(parts.who);
  const connection = useMemo(() => makeConnection(parts, notice, shared.refused), [parts, notice, shared]);
  const store = useMemo(makeWebChatStore, []);
  const forScreenReader = useMemo(() => attachmentForScreenReaderMiddleware(parts.words), [parts.words]);
  return (
    <SharedContext.Provider value={shared}>
      <Components.Composer
        directLine={connection}
        store={store as never}
        ponyfill={timersWithoutSendTimeout as never}
        userID="me"
        locale="en-US"
        dir={parts.direction}
        nonce={parts.nonce}
        sendTypingIndicator={who.kind === "agent"}
        styleOptions={styleOptions}
        overrideLocalizedStrings={webChatWords(parts.words)}
        activityMiddleware={activityMiddleware as never}
        attachmentMiddleware={attachmentMiddleware as never}
        attachmentForScreenReaderMiddleware={forScreenReader as never}
        activityStatusMiddleware={activityStatusMiddleware as never}
        typingIndicatorMiddleware={typingIndicatorMiddleware as never}
        suggestedActionsAccessKey={false}
      >
        <div className="chat">
          <Header focusHere={focusHere} />
          <Notices />
          <Layout focusHere={focusHere} />
        </div>
      </Components.Composer>
    </SharedContext.Provider>
  );
}
