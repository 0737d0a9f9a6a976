import { hooks } from "botframework-webchat-component";
import { useId, useMemo, useState } from "react";
import { MessageText } from "../chat/message-text.tsx";
import { type Part, readAdaptiveCard, submitValue } from "./read-adaptive-card.ts";

function Field({
  part,
  value,
  change,
}: {
  part: Extract<Part, { kind: "field" }>;
  value: string;
  change(value: string): void;
}) {
  const id = useId();
  const Input = part.multiline ? "textarea" : "input";
  return (
    <p className="field">
      <label htmlFor={id}>{part.label}</label>
      <Input
        id={id}
        dir="auto"
        maxLength={4000}
        value={value}
        onChange={({ target }: { target: { value: string } }) => change(target.value)}
      />
    </p>
  );
}

/** Renders an Adaptive Card with `Action.Submit`. */
export function AdaptiveCard({ content }: { content: unknown }) {
  const parts = useMemo(() => readAdaptiveCard(content), [content]);
  const first = parts.flatMap((part) => (part.kind === "field" ? [[part.id, part.value]] : []));
  const [fields, setFields] = useState<{ [id: string]: string }>(Object.fromEntries(first));
  const sendMessageBack = hooks.useSendMessageBack();
  const draw = (part: Part) => {
    switch (part.kind) {
      case "text":
        return part.strong ? (
          <p className="card-title">{part.text}</p>
        ) : (
          <MessageText text={part.text} linked />
        );
      case "fact":
        return (
          <p className="fact">
            <span>{part.title}</span> {part.value}
          </p>
        );
      case "field":
        return (
          <Field
            part={part}
            value={fields[part.id] ?? ""}
            change={(value) => setFields({ ...fields, [part.id]: value })}
          />
        );
      case "submit":
        return (
          <button
            type="button"
            onClick={() => sendMessageBack(submitValue(part.data, fields), part.title, part.title)}
          >
            {part.title}
          </button>
        );
      case "link":
        return (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.title}
          </a>
        );
      default:
        return part satisfies never;
    }
  };
  return (
    <section className="card adaptive">
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes its parts
        <div key={place}>{draw(part)}</div>
      ))}
    </section>
  );
}
