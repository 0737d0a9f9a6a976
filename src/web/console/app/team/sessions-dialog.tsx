import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import { SessionList } from "../account/session-list.tsx";
import type { Colleague } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

/** Where a colleague is signed in. */
export const SessionsDialog = ({
  agent,
  onClose,
}: {
  agent: Colleague;
  onClose(): void;
}): React.JSX.Element => (
  <Dialog open onOpenChange={onClose}>
    <DialogSurface>
      <DialogBody>
        <DialogTitle>{say("sessionsOf", { name: agent.name })}</DialogTitle>
        <DialogContent>
          <SessionList of={agent.id} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{say("close")}</Button>
        </DialogActions>
      </DialogBody>
    </DialogSurface>
  </Dialog>
);
