import { useEffect, useState } from "react";
import { Queue } from "../human/queue.tsx";
import { filled } from "../words.ts";
import { useCurrent, useShared, useWord } from "./context.ts";

const noticeWords = {
  erased: "erasedNotice",
  lost: "lostNotice",
  word: "wordNotice",
  link: "linkNotice",
  linkAway: "linkAwayNotice",
  beside: "besideNotice",
  besideEnded: "besideEndedNotice",
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
      {state === "offline" && <p className="notice down">{word("offlineNotice")}</p>}
      {back && <p className="notice">{word("backNotice")}</p>}
      {checking ? <p className="notice">{word("checkingNotice")}</p> : <Queue />}
      {notice !== null && (
        <p className="notice">
          {typeof notice === "string"
            ? word(noticeWords[notice])
            : "erased" in notice
              ? filled(word("erasedReceipt"), { number: notice.erased })
              : filled(word("besideTicketNotice"), { number: notice.beside })}
        </p>
      )}
    </div>
  );
}
