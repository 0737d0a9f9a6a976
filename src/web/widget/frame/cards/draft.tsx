import { hooks } from "botframework-webchat-component";
import { useId, useRef, useState } from "react";
import { useWord } from "../chat/context.ts";

async function copyText(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

/** A drafted request: to be changed, copied, or given back to the desk as it now reads. */
export function Draft({ text }: { text: string }) {
  const word = useWord();
  const sendMessage = hooks.useSendMessage();
  const focus = hooks.useFocus();
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [draft, setDraft] = useState(text);
  const [told, setTold] = useState("");
  const copy = async (): Promise<void> => {
    if (field.current && (await copyText(field.current))) setTold(word("draftCopied"));
  };
  const use = (): void => {
    sendMessage(draft);
    setTold(word("draftUsed"));
    void focus("sendBoxWithoutKeyboard");
  };
  return (
    <section className="card draft" aria-label={word("draftTitle")}>
      <p className="card-head">
        <label className="card-title" htmlFor={id}>
          {word("draftTitle")}
          <span className="unseen">: {word("draftLabel")}</span>
        </label>
      </p>
      <textarea
        ref={field}
        id={id}
        dir="auto"
        maxLength={4000}
        value={draft}
        rows={Math.min(12, Math.max(5, Math.ceil(text.length / 36)))}
        onChange={({ target }) => {
          setDraft(target.value);
          setTold("");
        }}
      />
      <p className="card-foot">
        <button type="button" className="main" onClick={use} disabled={draft.trim() === ""}>
          {word("draftUse")}
        </button>
        <button type="button" onClick={() => void copy()}>
          {word("draftCopy")}
        </button>
        <span role="status">{told}</span>
      </p>
    </section>
  );
}
