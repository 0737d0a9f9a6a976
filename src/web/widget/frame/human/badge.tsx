import { useWord } from "../chat/context.ts";

/** Says whether a person or a program speaks. */
export function Badge({ person }: { person: boolean }) {
  const word = useWord();
  return (
    <span className={person ? "badge person" : "badge"}>{word(person ? "badgePerson" : "badgeBot")}</span>
  );
}
