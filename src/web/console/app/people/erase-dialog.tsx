import { FormDialog } from "../shell/form-dialog.tsx";
import type { FoundTalk } from "../wire/shapes.ts";
import { counted, say } from "../words/words.ts";

/** Asks whether a person's talks are really to be erased. */
export const EraseDialog = ({
  talks,
  onErase,
  onClose,
}: {
  talks: readonly FoundTalk[];
  onErase(): Promise<void>;
  onClose(): void;
}): React.JSX.Element => (
  <FormDialog title={say("eraseTitle")} action={say("eraseButton")} onSubmit={onErase} onClose={onClose}>
    <p>{say("eraseText")}</p>
    <p>{counted("peopleTalksOne", "peopleTalksMany", talks.length)}</p>
  </FormDialog>
);
