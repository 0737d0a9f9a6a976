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
import { useCell } from "../desk/cell.ts";
import { say } from "../words/words.ts";
import { changeSettings, settings } from "./settings.ts";
import { shortcutGroups } from "./shortcuts.ts";

/** All shortcuts, and the switch that turns the single keys off. */
export function ShortcutDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const on = useCell(settings, ({ keys }) => keys);
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
