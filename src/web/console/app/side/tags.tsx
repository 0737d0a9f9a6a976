import { Button, Input } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import { say } from "../words/words.ts";

/** The tags of a ticket, which everybody at the desk can change. */
export function Tags({ number, tags }: { number: number; tags: readonly string[] }): React.JSX.Element {
  const { moves } = useDesk();
  const [fresh, setFresh] = useState("");
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const tag = fresh.trim();
    setFresh("");
    if (tag !== "" && !tags.includes(tag)) void moves.setTags(number, [...tags, tag]);
  };
  return (
    <section>
      <h2>{say("sideTags")}</h2>
      <ul className="tags">
        {tags.map((tag) => (
          <li key={tag}>
            <bdi>{tag}</bdi>
            <Button
              size="small"
              appearance="transparent"
              icon={<DismissRegular />}
              aria-label={say("tagRemove", { tag })}
              onClick={() =>
                void moves.setTags(
                  number,
                  tags.filter((one) => one !== tag),
                )
              }
            />
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <Input
          size="small"
          value={fresh}
          maxLength={40}
          aria-label={say("tagAdd")}
          placeholder={say("tagAdd")}
          onChange={(_, { value }) => setFresh(value)}
        />
      </form>
    </section>
  );
}
