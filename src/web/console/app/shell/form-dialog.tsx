import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components";
import type { FormEvent, PropsWithChildren, ReactNode } from "react";
import { useCell } from "../desk/cell.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { say } from "../words/words.ts";

interface FormDialogProps {
  title: string;
  /** what is on the button that sends the form */
  action: string;
  /** true while it cannot be sent */
  held?: boolean;
  /** stands in place of the button that sends the form */
  instead?: ReactNode;
  /** what is on the button that leaves it */
  leave?: string;
  /** it asks who the agent is, for which other dialogs make room */
  aboutSignIn?: boolean;
  onSubmit(event: FormEvent<HTMLFormElement>): Promise<void>;
  onClose(): void;
}

/** Asks for what its children ask for; it is sent with one button, and left with the other. */
export function FormDialog({
  title,
  action,
  held = false,
  instead,
  leave = say("cancel"),
  aboutSignIn = false,
  onSubmit,
  onClose,
  children,
}: PropsWithChildren<FormDialogProps>): React.JSX.Element {
  const asked = useCell(useDesk().stepUp.asked, (now) => now);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void onSubmit(event);
  };
  return (
    <Dialog open={aboutSignIn || asked === null} unmountOnClose={false} onOpenChange={onClose}>
      <DialogSurface>
        <form onSubmit={send}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className="dialog-fields">{children}</DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{leave}</Button>
              {instead ?? (
                <Button type="submit" appearance="primary" disabledFocusable={held}>
                  {action}
                </Button>
              )}
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
