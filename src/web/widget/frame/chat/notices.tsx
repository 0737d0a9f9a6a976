import { useEffect, useState } from "react";
import { Queue } from "../human/queue.tsx";
import type { TalkNotice } from "../talk-parts.ts";
import { filled } from "../words.ts";
import { useCurrent, useShared, useWord } from "./context.ts";
import { DeviceList } from "./device-list.tsx";

const noticeWords = {
  erased: "erasedNotice",
  lost: "lostNotice",
  word: "wordNotice",
  link: "linkNotice",
  linkAway: "linkAwayNotice",
  beside: "besideNotice",
  besideEnded: "besideEndedNotice",
  noDevices: "noDevicesNotice",
  copied: "copyNotice",
  notCopied: "noCopyNotice",
} as const;
const copiedMs = 6000;

/** What the person should know about the talk as a whole, and that the line is down while it is. */
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

function Longer({ notice }: { notice: Exclude<TalkNotice, string | { devices: unknown }> }) {
  const word = useWord();
  return "erased" in notice
    ? filled(word("erasedReceipt"), { number: notice.erased })
    : filled(word("besideTicketNotice"), { number: notice.beside });
}
