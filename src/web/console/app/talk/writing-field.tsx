import { Button } from "@fluentui/react-components";
import { SendRegular } from "@fluentui/react-icons/svg/send";
import { TextBulletListSquareRegular } from "@fluentui/react-icons/svg/text-bullet-list-square";
import { type KeyboardEvent, type RefObject, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { say } from "../words/words.ts";
import { CannedList, optionId, useCanned } from "./canned-list.tsx";
import type { Mode } from "./drafts.ts";

interface FieldParts {
  field: RefObject<HTMLTextAreaElement>;
  mode: Mode;
  text: string;
  onText(text: string): void;
  onSend(): void;
}

const longest = 4000;

/** The field to write in. A text that begins with a slash looks for canned replies. */
export function WritingField({ field, mode, text, onText, onSend }: FieldParts): React.JSX.Element {
  const { telling } = useDesk();
  const [dismissed, setDismissed] = useState(false);
  const query = text.startsWith("/") && !dismissed ? text.slice(1).trim() : null;
  const canned = useCanned(query);
  const [at, setAt] = useState(0);
  const marked = Math.min(at, canned.length - 1);

  const change = (next: string): void => {
    if (!next.startsWith("/")) setDismissed(false);
    setAt(0);
    onText(next);
  };
  const take = (index: number): void => {
    const reply = canned[index];
    if (reply) change(reply.text);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const sends = event.key === "Enter" && !event.shiftKey;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (query !== null && step !== undefined && canned.length > 0) {
      setAt((marked + step + canned.length) % canned.length);
    } else if (query !== null && event.key === "Escape") setDismissed(true);
    else if (query !== null && canned.length > 0 && (sends || event.key === "Tab")) take(marked);
    else if (sends) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const refuseFiles = (event: { preventDefault(): void }, files: FileList | undefined): void => {
    if (!files || files.length === 0) return;
    event.preventDefault();
    telling.tell("warning", say("attachmentsRefused"));
  };

  const isNote = mode === "note";
  return (
    <div className="field">
      {query !== null && <CannedList canned={canned} query={query} marked={marked} onTake={take} />}
      <textarea
        ref={field}
        rows={3}
        maxLength={longest}
        dir="auto"
        value={text}
        aria-label={say(isNote ? "noteLabel" : "replyLabel")}
        placeholder={say(isNote ? "noteHint" : "replyHint")}
        aria-controls={query === null ? undefined : "canned"}
        aria-autocomplete="list"
        aria-activedescendant={query !== null && marked >= 0 ? optionId(marked) : undefined}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={press}
        onPaste={(event) => refuseFiles(event, event.clipboardData.files)}
        onDrop={(event) => refuseFiles(event, event.dataTransfer.files)}
      />
      <div className="field-actions">
        <Button
          appearance="subtle"
          icon={<TextBulletListSquareRegular />}
          aria-label={say("cannedOpen")}
          title={say("cannedOpen")}
          onClick={() => {
            setDismissed(false);
            if (text === "") change("/");
            field.current?.focus();
          }}
        />
        <Button
          appearance={isNote ? "secondary" : "primary"}
          icon={<SendRegular />}
          disabledFocusable={text.trim() === ""}
          onClick={onSend}
        >
          {say(isNote ? "saveNote" : "send")}
        </Button>
      </div>
    </div>
  );
}
