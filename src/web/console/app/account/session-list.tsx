import { Button, Spinner } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { deviceName } from "../../../device-name.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { ask } from "../wire/ask.ts";
import type { SignedInAt } from "../wire/shapes.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

/** Where somebody is signed in, each to be ended; `of` null: the agent themselves. */
export function SessionList({ of }: { of: string | null }): React.JSX.Element {
  const { csrf, telling } = useDesk();
  const path = of === null ? "sessions" : `agents/${encodeURIComponent(of)}/sessions`;
  const [sessions, setSessions] = useState<SignedInAt[] | null>(null);
  const look = useCallback(async () => {
    const answered = await ask<{ sessions: SignedInAt[] }>(path);
    if (answered.kind === "ok") setSessions(answered.body.sessions);
    else telling.refused(answered);
  }, [path, telling]);
  useEffect(() => void look(), [look]);
  const end = async ({ id }: SignedInAt): Promise<void> => {
    const answered = await ask(`${path}/${encodeURIComponent(id)}`, { method: "DELETE", csrf });
    if (answered.kind !== "ok") telling.refused(answered);
    await look();
  };
  if (sessions === null) return <Spinner label={say("loading")} />;
  if (sessions.length === 0) return <p>{say("sessionsNone")}</p>;
  return (
    <ul className="sessions">
      {sessions.map((session) => (
        <li key={session.id}>
          <div>
            <h3>{nameOfDevice(session.browser)}</h3>
            <p>
              <span>{say(`signedInBy.${session.by}`)}</span>
              {session.from !== null && <span>{session.from}</span>}
              <span>{say("sessionSince", { when: dayAndTime(session.startedAt) })}</span>
              <span>{say("sessionSeen", { when: dayAndTime(session.seenAt) })}</span>
            </p>
          </div>
          {session.current ? (
            <strong>{say("sessionCurrent")}</strong>
          ) : (
            <Button onClick={() => void end(session)}>{say("sessionEnd")}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What a device is called, by what its browser says it is. */
export function nameOfDevice(agent: string): string {
  const { browser, system } = deviceName(agent);
  if (browser === null) return say("sessionSomewhere");
  return system === null ? browser : say("sessionOn", { browser, system });
}
