import { Button, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useDesk } from "../desk/desk-context.tsx";
import type { TicketDetail } from "../wire/shapes.ts";
import { say } from "../words/words.ts";

/** Warns of an address to which nothing is sent until an agent has confirmed or corrected it here. */
export function SuspectAddress({
  detail: { ticket, suspectAddress },
}: {
  detail: TicketDetail;
}): React.JSX.Element | null {
  const { moves } = useDesk();
  const { contact, number } = ticket;
  const given = contact.kind === "email" && !contact.checked ? contact.address : null;
  const [typed, setTyped] = useState(given ?? "");
  if (suspectAddress === null || given === null) return null;
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== "") void moves.confirmAddress(number, typed.trim());
  };
  return (
    <section className="suspect">
      <h2>{say("addressSuspect")}</h2>
      <p>{say(`suspect.${suspectAddress}`)}</p>
      <form onSubmit={confirm}>
        <Input
          size="small"
          type="text"
          inputMode="email"
          value={typed}
          maxLength={320}
          aria-label={say("addressField")}
          onChange={(_, { value }) => setTyped(value)}
        />
        <Button size="small" type="submit">
          {say(typed.trim() === given ? "addressConfirm" : "addressCorrect")}
        </Button>
      </form>
    </section>
  );
}
