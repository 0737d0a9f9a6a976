import { hooks } from "botframework-webchat-component";
import { commandName } from "./commands.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

const inMenu: readonly (string | null)[] = ["copy", "restart"];

/** The bot's commands, less loud than the choices of a question: always there while it is the bot that one talks to. */
export function QuietCommands() {
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
