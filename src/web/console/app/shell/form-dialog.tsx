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
  onSubmit,
  onClose,
  children,
}: PropsWithChildren<FormDialogProps>): React.JSX.Element {
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void onSubmit(event);
  };
  return (
    <Dialog open onOpenChange={onClose}>
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
