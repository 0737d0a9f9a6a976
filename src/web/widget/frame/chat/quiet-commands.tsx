import { hooks } from "botframework-webchat-component";
import { commandName } from "./commands.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

const inMenu: readonly (string | null)[] = ["copy", "restart"];

/** The commands that are always there, less loud than the choices of a question. */
export function QuietCommands() {
  const word = useWord();
  const commands = useCurrent(useShared().commands);
  const perform = hooks.usePerformCardAction();
  const focus = hooks.useFocus();
  const shown = commands.filter((command) => !inMenu.includes(commandName(command)));
  if (shown.length === 0) return null;
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
