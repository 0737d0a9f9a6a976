import { useEffect, useState } from "react";
import { deviceName } from "../../../shared/device-name.ts";
import { Queue } from "../agent/badge.tsx";
import type { ConversationNotice } from "../conversation-parts.ts";
import type { OpenDevice } from "../directline/conversation.ts";
import { filled } from "../messages.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

function Typing() {
  const word = useWord();
  const who = useCurrent(useShared().parts.who);
  return (
    <p className="typing">
      <span className="unseen">
        {who.kind === "agent" ? filled(word("agentTyping"), who) : word("typing")}
      </span>
      <i />
      <i />
      <i />
    </p>
  );
}

/** Typing indicator of the bot or the agent. */
export const typingIndicatorMiddleware =
  () =>
  () =>
  ({ visible }: { visible: boolean }) =>
    visible ? <Typing /> : false;

/** Lists devices with access, with buttons to revoke one or all others. */
function DeviceList({ devices }: { devices: readonly OpenDevice[] }) {
  const word = useWord();
  const { parts } = useShared();
  const end = (which: { id: string } | { others: true }) => (): void =>
    void parts
      .devices(which)
      .then((left) => parts.notice.set(left === null ? "noDevices" : { devices: left }));
  const day = new Intl.DateTimeFormat(parts.locale, { dateStyle: "medium" });
  const nameOf = ({ device }: OpenDevice): string => {
    const { browser, system } = deviceName(device);
    if (browser === null) return word("deviceUnknown");
    return system === null ? browser : filled(word("deviceOn"), { browser, system });
  };
  const about = (device: OpenDevice): string => {
    if (device.current) return filled(word("deviceHere"), { device: nameOf(device) });
    if (device.isLink) return filled(word("deviceLink"), { when: day.format(new Date(device.madeAt)) });
    return filled(word("deviceSeen"), { device: nameOf(device), when: day.format(new Date(device.seenAt)) });
  };
  const others = devices.filter(({ current }) => !current);
  return (
    <section className="notice devices" aria-label={word("menuDevices")}>
      <p>{word(others.length === 0 ? "devicesNone" : "devicesNotice")}</p>
      <ul>
        {devices.map((device) => (
          <li key={device.id}>
            <span>{about(device)}</span>
            {!device.current && (
              <button
                type="button"
                className="plain"
                aria-label={`${word("deviceEnd")}: ${about(device)}`}
                onClick={end({ id: device.id })}
              >
                {word("deviceEnd")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p>
        {others.length > 1 && (
          <button type="button" className="plain" onClick={end({ others: true })}>
            {word("devicesEnd")}
          </button>
        )}
        <button type="button" className="plain" onClick={() => parts.notice.set(null)}>
          {word("devicesClose")}
        </button>
      </p>
    </section>
  );
}

const noticeWords = {
  erased: "erasedNotice",
  lost: "lostNotice",
  expired: "wordNotice",
  link: "linkNotice",
  linkAway: "linkAwayNotice",
  beside: "besideNotice",
  besideEnded: "besideEndedNotice",
  noDevices: "noDevicesNotice",
  copied: "copyNotice",
  notCopied: "noCopyNotice",
} as const;
const copiedMs = 6000;

/** Shows notices about the conversation, and about the connection while it is down. */
export function Notices() {
  const word = useWord();
  const { parts } = useShared();
  const state = useCurrent(parts.state);
  const notice = useCurrent(parts.notice);
  const busy = useCurrent(parts.busy);
  const checking = useCurrent(parts.checking);
  const [wasDown, setWasDown] = useState(false);
  useEffect(() => {
    if (state === "offline") setWasDown(true);
    if (state !== "online" || !wasDown) return;
    const timer = setTimeout(() => setWasDown(false), 4000);
    return () => clearTimeout(timer);
  }, [state, wasDown]);
  useEffect(() => {
    if (notice !== "copied") return;
    const timer = setTimeout(() => parts.notice.set(null), copiedMs);
    return () => clearTimeout(timer);
  }, [notice, parts]);
  const back = wasDown && state === "online";
  return (
    <div role="status" className="notices">
      {(busy || state === "offline") && (
        <p className="notice down">{word(busy ? "busyNotice" : "offlineNotice")}</p>
      )}
      {back && <p className="notice">{word("backNotice")}</p>}
      {checking ? <p className="notice">{word("checkingNotice")}</p> : <Queue />}
      {typeof notice === "object" && notice !== null && "devices" in notice ? (
        <DeviceList devices={notice.devices} />
      ) : (
        notice !== null && (
          <p className="notice">
            {typeof notice === "string" ? word(noticeWords[notice]) : <Longer notice={notice} />}
          </p>
        )
      )}
    </div>
  );
}

function Longer({ notice }: { notice: Exclude<ConversationNotice, string | { devices: unknown }> }) {
  const word = useWord();
  return "erased" in notice
    ? filled(word("erasedReceipt"), { number: notice.erased })
    : filled(word("besideTicketNotice"), { number: notice.beside });
}
