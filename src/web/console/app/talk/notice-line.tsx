import type { Notice } from "../desk/speaker.ts";
import { timeOfDay } from "../words/times.ts";
import { say, type WordKey } from "../words/words.ts";

const known: Record<string, WordKey> = {
  claimed: "notice.claimed",
  released: "notice.released",
  transferred: "notice.transferred",
  resolved: "notice.resolved",
  "lease-ended": "notice.lease-ended",
  "promise-broken": "notice.promise-broken",
  "next-in-line": "notice.next-in-line",
  masked: "notice.masked",
  crisis: "notice.crisis",
  expired: "notice.expired",
};

/** What the desk told both sides. */
export function NoticeLine({ notice, at }: { notice: Notice; at: string }): React.JSX.Element | null {
  const key = known[notice.notice];
  if (key === undefined) return null;
  return (
    <p className="notice">
      {say(key, { name: notice.agent?.name ?? say("noticeSomebody") })}{" "}
      <time dateTime={at}>{timeOfDay(at)}</time>
    </p>
  );
}
