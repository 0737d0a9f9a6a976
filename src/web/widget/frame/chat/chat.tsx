import { Components } from "botframework-webchat-component";
import { useMemo } from "react";
import { activityMiddleware } from "../human/quiet-line.tsx";
import type { Activity } from "../line/activity.ts";
import { makeConnection } from "./connection.ts";
import { type Shared, SharedContext, useCurrent } from "./context.ts";
import type { FocusHere } from "./focus-here.ts";
import { Header } from "./header.tsx";
import { styleOptions } from "./look.ts";
import {
  activityStatusMiddleware,
  attachmentForScreenReaderMiddleware,
  attachmentMiddleware,
} from "./middleware.tsx";
import { Notices } from "./notices.tsx";
import { makePatientStore, patientClock } from "./patient-store.ts";
import { Room } from "./room.tsx";
import { typingIndicatorMiddleware } from "./typing.tsx";
import { webChatWords } from "./webchat-words.ts";

/** The whole talk: header, notices, what was said, choices, and where one writes. */
export function Chat(props: { shared: Shared; notice(activity: Activity): void; focusHere: FocusHere }) {
  const { shared, notice, focusHere } = props;
  const { parts } = shared;
  const who = useCurrent(parts.who);
  const connection = useMemo(() => makeConnection(parts, notice, shared.refused), [parts, notice, shared]);
  const store = useMemo(makePatientStore, []);
  const forScreenReader = useMemo(() => attachmentForScreenReaderMiddleware(parts.words), [parts.words]);
  return (
    <SharedContext.Provider value={shared}>
      <Components.Composer
        directLine={connection}
        store={store as never}
        ponyfill={patientClock as never}
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
          <Room focusHere={focusHere} />
        </div>
      </Components.Composer>
    </SharedContext.Provider>
  );
}
