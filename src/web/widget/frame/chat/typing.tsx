import { useWord } from "./context.ts";

function Typing() {
  const word = useWord();
  return (
    <p className="typing">
      <span className="unseen">{word("typing")}</span>
      <i />
      <i />
      <i />
    </p>
  );
}

/** Shows that the desk is writing. */
export const typingIndicatorMiddleware =
  () =>
  () =>
  ({ visible }: { visible: boolean }) =>
    visible ? <Typing /> : false;
