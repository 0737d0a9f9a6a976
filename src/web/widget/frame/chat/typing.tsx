import { filled } from "../words.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

function Typing() {
  const word = useWord();
  const who = useCurrent(useShared().parts.who);
  return (
    <p className="typing">
      <span className="unseen">
        {who.kind === "agent" ? filled(word("agentTyping"), who) : word("typing")}
      </span>
      <i />
      <i />
      <i />
    </p>
  );
}

/** Shows that the desk, or the agent who speaks for it, is writing. */
export const typingIndicatorMiddleware =
  () =>
  () =>
  ({ visible }: { visible: boolean }) =>
    visible ? <Typing /> : false;
