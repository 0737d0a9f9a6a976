import { useCurrent, useShared, useWord } from "../chat/context.ts";
import { filled } from "../words.ts";

const minuteMs = 60_000;

/** The place in the queue, as it changes. */
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
