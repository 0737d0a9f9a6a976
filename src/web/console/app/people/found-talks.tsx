import type { FoundTalk } from "../wire/shapes.ts";
import { channelName } from "../words/names.ts";
import { dayAndTime } from "../words/times.ts";
import { counted, say } from "../words/words.ts";
import { TalkDevices } from "./talk-devices.tsx";

/** The talks of a person, without what was said in them. */
export const FoundTalks = ({ talks }: { talks: readonly FoundTalk[] }): React.JSX.Element => (
  <ul className="found-talks">
    {talks.map(({ id, channel, startedAt, entries, tickets, held }) => (
      <li key={id}>
        <h3>{tickets.join(", ") || say("peopleNoTicket")}</h3>
        <p>
          <span>{dayAndTime(startedAt)}</span>
          <span>{channelName(channel)}</span>
          <span>{counted("peopleEntriesOne", "peopleEntriesMany", entries)}</span>
          {held && <strong>{say("peopleHeld")}</strong>}
          <code>{id}</code>
        </p>
        {channel === "directline" && <TalkDevices talk={id} />}
      </li>
    ))}
  </ul>
);
