import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Switch,
} from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import { makeSignal, type Signal, useSignal } from "../desk/state.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import { readLocal, writeLocal } from "../local-storage.ts";

/** Settings of this browser. */
interface Settings {
  sound: boolean;
  notify: boolean;
  /** single-key shortcuts, which dictation software may trigger by mistake */
  keys: boolean;
  /** details beside the conversation */
  details: boolean;
}

const usual: Settings = { sound: true, notify: false, keys: true, details: true };

function read(): Settings {
  const value = readLocal("settings");
  if (typeof value !== "object" || value === null) return usual;
  const chosen = Object.entries(value).filter(([name, on]) => name in usual && typeof on === "boolean");
  return { ...usual, ...Object.fromEntries(chosen) };
}

/** Settings of this browser. */
export const settings: Signal<Settings> = makeSignal(read());

/** Changes settings, and stores them. */
export function changeSettings(change: Partial<Settings>): void {
  settings.change((now) => ({ ...now, ...change }));
  writeLocal("settings", settings.get());
}

/** Shortcuts by group, with the displayed key. */
const shortcutGroups = [
  {
    title: "keysGroupList",
    keys: [
      ["j", "key.next"],
      ["k", "key.previous"],
      ["s", "key.search"],
      ["1", "key.view1"],
      ["2", "key.view2"],
      ["3", "key.view3"],
      ["4", "key.view4"],
      ["q", "key.viewQuarantine"],
    ],
  },
  {
    title: "keysGroupTicket",
    keys: [
      ["c", "key.claim"],
      ["r", "key.reply"],
      ["n", "key.note"],
      ["t", "key.transfer"],
      ["u", "key.release"],
      ["e", "key.resolve"],
      ["d", "key.details"],
      ["Esc", "key.back"],
    ],
  },
  {
    title: "keysGroupWriting",
    keys: [
      ["Enter", "key.send"],
      ["Shift+Enter", "key.newline"],
      ["/", "key.canned"],
    ],
  },
  {
    title: "keysGroupDesk",
    keys: [
      ["5", "key.team"],
      ["6", "key.reports"],
      ["7", "key.people"],
      ["8", "key.audit"],
      ["?", "key.help"],
    ],
  },
] as const satisfies { title: WordKey; keys: (readonly [string, WordKey])[] }[];

/** Actions by key; other keys keep their default. */
type KeyMap = { [key: string]: (() => void) | undefined };

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isCovered = (): boolean => document.querySelector("[role=dialog], [role=menu]") !== null;

/** Handles keys while the component is mounted. Single keys are ignored in fields, dialogs and menus. */
export function useKeys(keys: KeyMap): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      const act = current.current[event.key];
      if (act === undefined || isCovered()) return;
      if (event.key !== "Escape" && (writes(event.target) || !settings.get().keys)) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** Renders the dialog with all shortcuts, and the switch for single keys. */
export function ShortcutDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const on = useSignal(settings, ({ keys }) => keys);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogSurface className="shortcut-dialog">
        <DialogBody>
          <DialogTitle>{say("keysTitle")}</DialogTitle>
          <DialogContent>
            <Switch
              checked={on}
              label={say("keysOn")}
              onChange={(_, { checked }) => changeSettings({ keys: checked })}
            />
            <div className="shortcut-groups">
              {shortcutGroups.map(({ title, keys }) => (
                <section key={title}>
                  <h3>{say(title)}</h3>
                  <dl>
                    {keys.map(([key, does]) => (
                      <div key={key}>
                        <dt>
                          <kbd>{key}</kbd>
                        </dt>
                        <dd>{say(does)}</dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {say("close")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
