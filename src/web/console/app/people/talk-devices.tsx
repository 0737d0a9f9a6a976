import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { nameOfDevice } from "../account/session-list.tsx";
import { useDesk } from "../desk/desk-context.tsx";
import { ask } from "../wire/ask.ts";
import type { Device } from "../wire/shapes.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

/** Where a talk can be opened, once that is asked for, each device or link to be ended, as when it was stolen. */
export function TalkDevices({ talk }: { talk: string }): React.JSX.Element {
  const { csrf, telling } = useDesk();
  const [devices, setDevices] = useState<Device[] | null>(null);
  const path = `conversations/${encodeURIComponent(talk)}/devices`;
  const look = async (): Promise<void> => {
    const answered = await ask<{ devices: Device[] }>(path);
    if (answered.kind === "ok") setDevices(answered.body.devices);
    else telling.refused(answered);
  };
  const end = async (which: string): Promise<void> => {
    const answered = await ask(`${path}${which}`, { method: "DELETE", csrf });
    if (answered.kind !== "ok") telling.refused(answered);
    await look();
  };
  if (devices === null) return <Button onClick={() => void look()}>{say("devicesShow")}</Button>;
  if (devices.length === 0) return <p>{say("devicesNone")}</p>;
  return (
    <>
      <ul className="sessions" aria-label={say("devicesTitle")}>
        {devices.map(({ id, kind, isLink, device, madeAt, seenAt }) => (
          <li key={id}>
            <div>
              <h3>{isLink ? say("deviceLink") : nameOfDevice(device)}</h3>
              <p>
                <span>{say(`deviceBy.${kind}`)}</span>
                <span>
                  {isLink
                    ? say("keySince", { when: dayAndTime(madeAt) })
                    : say("sessionSeen", { when: dayAndTime(seenAt) })}
                </span>
              </p>
            </div>
            <Button onClick={() => void end(`/${encodeURIComponent(id)}`)}>{say("deviceEnd")}</Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => void end("")}>{say("devicesEnd")}</Button>
    </>
  );
}
