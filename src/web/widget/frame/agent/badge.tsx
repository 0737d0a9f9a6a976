import type { ReactElement, ReactNode } from "react";
import type { Activity } from "../../../shared/activity.ts";
import { useCurrent, useShared, useWord } from "../chat/context.ts";
import { filled } from "../messages.ts";
import { systemMessageOf } from "./agent.ts";

type Draw = (renderAttachment: unknown, props: unknown) => ReactNode;

/** Renders system messages as a plain line instead of a bubble. */
export const activityMiddleware =
  () =>
  (next: (given: { activity: Activity }) => Draw | false) =>
  (given: { activity: Activity }): Draw | false => {
    const { activity } = given;
    if (systemMessageOf(activity) === "") return next(given);
    return (): ReactElement => <p className="desk-notice">{activity.text}</p>;
  };

const minuteMs = 60_000;

/** Shows the queue position, updated live. */
export function Queue() {
  const word = useWord();
  const { parts } = useShared();
  const now = useCurrent(parts.who);
  if (now.kind !== "waiting") return null;
  const place = now.place === null ? word("queueWaiting") : filled(word("queuePlace"), { place: now.place });
  const minutes = now.waitMs === null ? null : Math.max(1, Math.ceil(now.waitMs / minuteMs));
  const form = new Intl.NumberFormat(parts.locale, { style: "unit", unit: "minute", unitDisplay: "long" });
  return (
    <p className="notice queue">
      {place} {minutes !== null && minutes < 600 && filled(word("queueWait"), { time: form.format(minutes) })}
    </p>
  );
}

/** Shows whether a message is from a person or a bot. */
export function Badge({ person }: { person: boolean }) {
  const word = useWord();
  return (
    <span className={person ? "badge person" : "badge"}>{word(person ? "badgePerson" : "badgeBot")}</span>
  );
}
