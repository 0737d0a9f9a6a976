import { Link } from "@fluentui/react-components";
import { useDesk } from "../desk/desk-context.tsx";
import type { Sending } from "../desk/state.ts";
import { timeOfDay } from "../words/times.ts";
import { say } from "../words/words.ts";

const words = { sending: "sending", waiting: "sendWaiting", taken: "delivered" } as const;

/** What the agent has sent and the stream has not brought yet. */
export function SendingEntry({
  conversationId,
  sending,
}: {
  conversationId: string;
  sending: Sending;
}): React.JSX.Element {
  const { sender } = useDesk();
  const { clientId, kind, text, at, state } = sending;
  return (
    <article className="entry-said" data-speaker={kind === "note" ? "note" : "agent"} data-sending={state}>
      <header>
        <strong>{say(kind === "note" ? "speakerNoteYou" : "speakerYou")}</strong>
        <time dateTime={at}>{timeOfDay(at)}</time>
      </header>
      <div className="bubble">
        <p dir="auto" className="words">
          {text}
        </p>
      </div>
      <footer role={state === "failed" ? "alert" : undefined}>
        {state === "failed" ? (
          <>
            {say("sendFailed")}{" "}
            <Link as="button" onClick={() => sender.again(conversationId, clientId)}>
              {say("sendAgain")}
            </Link>{" "}
            <Link as="button" onClick={() => sender.drop(conversationId, clientId)}>
              {say("sendDrop")}
            </Link>
          </>
        ) : (
          say(words[state])
        )}
      </footer>
    </article>
  );
}
