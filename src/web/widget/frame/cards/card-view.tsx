import { hooks } from "botframework-webchat-component";
import { useId, useRef, useState, useSyncExternalStore } from "react";
import type { CardData, ChecklistLine } from "../../../shared/card.ts";
import { useShared, useWord } from "../chat/context.ts";
import { type FrameWords, filled } from "../messages.ts";

async function copyText(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}

/** Shows an editable draft that can be copied or sent. */
function Draft({ text }: { text: string }) {
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

const stateWords = { done: "itemDone", open: "itemOpen", todo: "itemTodo" } as const;

function Lines({ items }: { items: readonly ChecklistLine[] }) {
  const word = useWord();
  return (
    <ul className="checklist">
      {items.map(({ id, title, state }) => (
        <li key={id} className={state}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="8.5" />
            {state === "done" && <path d="M6 10.5l2.8 2.8L14.2 7.5" />}
            {state === "open" && <path d="M10 5.8v5M10 13.8v.2" />}
          </svg>
          <bdi>{title}</bdi>
          <span className="unseen">, {word(stateWords[state])}</span>
        </li>
      ))}
    </ul>
  );
}

/** Shows the checklist. The first card is shown in full and updated in place; repeats are collapsed. */
function Checklist({ items, messageId }: { items: readonly ChecklistLine[]; messageId: string }) {
  const { checklists } = useShared();
  const word = useWord();
  useSyncExternalStore(checklists.watch, checklists.version);
  const now = checklists.asOfNow(items);
  const done = now.filter(({ state }) => state === "done").length;
  const progress = filled(word("checklistProgress"), { done, all: now.length });
  const head = (
    <>
      <span className="card-title">{word("checklistTitle")}</span>{" "}
      <span className="progress">{progress}</span>
    </>
  );
  const meter = (
    <span className="meter" style={{ "--part": done / now.length } as object} aria-hidden="true" />
  );
  if (checklists.isFirst(messageId, items)) {
    return (
      <section className="card" aria-label={word("checklistTitle")}>
        <p className="card-head">{head}</p>
        {meter}
        <Lines items={now} />
      </section>
    );
  }
  return (
    <details className="card folded">
      <summary className="card-head">{head}</summary>
      {meter}
      <Lines items={now} />
    </details>
  );
}

/** Shows the progress through the steps. */
function Steps({ at, of, title }: { at: number; of: number; title: string }) {
  const word = useWord();
  return (
    <section className="card steps">
      <p className="card-head">
        <span className="progress">{filled(word("stepAt"), { at, of })}</span>
      </p>
      <span className="dots" aria-hidden="true">
        {Array.from({ length: of }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <i key={place} className={place + 1 < at ? "past" : place + 1 === at ? "now" : ""} />
        ))}
      </span>
      {title !== "" && (
        <p className="card-title" dir="auto">
          {title}
        </p>
      )}
    </section>
  );
}

function whereFor(contact: string, words: FrameWords): string | undefined {
  if (contact.includes("@")) return filled(words["ticketEmail"], { contact });
  return words[contact === "later" ? "ticketLater" : "ticketHere"];
}

/** Shows the ticket number, and the contact while an answer is pending. */
function TicketCard({
  number,
  contact,
  words,
}: {
  number: number;
  contact: string | null;
  words: FrameWords;
}) {
  return (
    <section className="card ticket" aria-label={words["ticketTitle"]}>
      <p className="card-head">{words["ticketTitle"]}</p>
      <p className="number">{filled(words["ticketNumber"], { number })}</p>
      {contact !== null && (
        <p className="where" dir="auto">
          {whereFor(contact, words)}
        </p>
      )}
    </section>
  );
}

/** Renders a card. */
export function CardView({ card, messageId }: { card: CardData; messageId: string }) {
  const { words } = useShared().parts;
  switch (card.kind) {
    case "checklist":
      return <Checklist items={card.items} messageId={messageId} />;
    case "steps":
      return <Steps {...card} />;
    case "draft":
      return <Draft text={card.text} />;
    case "ticket":
      return <TicketCard number={card.number} contact={card.contact} words={words} />;
    case "csat":
      return <TicketCard number={card.ticket} contact={null} words={words} />;
    default:
      return card satisfies never;
  }
}

/** Describes a card in one sentence for screen readers. */
export function cardAsWords(card: CardData, words: FrameWords): string {
  switch (card.kind) {
    case "checklist": {
      const done = card.items.filter(({ state }) => state === "done").length;
      return `${words["checklistTitle"]}: ${filled(words["checklistProgress"], { done, all: card.items.length })}`;
    }
    case "steps":
      return `${filled(words["stepAt"], card)}: ${card.title}`;
    case "draft":
      return `${words["draftTitle"]}: ${card.text}`;
    case "ticket":
      return `${words["ticketTitle"]}: ${filled(words["ticketNumber"], card)}`;
    case "csat":
      return `${words["ticketTitle"]}: ${filled(words["ticketNumber"], { number: card.ticket })}`;
    default:
      return card satisfies never;
  }
}
