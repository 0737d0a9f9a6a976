import { useEffect, useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { type Talk, unknownTalk } from "../desk/state.ts";
import type { TicketDetail } from "../wire/shapes.ts";

/** A ticket and its talk as they are looked at: "none" is a ticket that is not there, or not for this agent. */
export type Looked =
  | { kind: "asking" }
  | { kind: "none" }
  | { kind: "veiled"; by: string | null }
  | { kind: "ticket"; detail: TicketDetail; talk: Talk };

/** Fetches a ticket and its talk, and keeps to them as they change. */
export function useTalk(number: number): Looked {
  const desk = useDesk();
  const detail = useKnown((state) => state.details.get(number));
  const line = useKnown((state) => state.lines.get(number));
  const online = useKnown((state) => state.line === "online");
  const conversationId = detail?.ticket.conversationId;
  const talk = useKnown((state) => state.talks.get(conversationId ?? "") ?? unknownTalk);
  const [isThere, setThere] = useState(true);
  const revision = line?.revision ?? 0;

  useEffect(() => {
    if (detail === undefined && (online || revision === 0)) {
      void desk.loadTicket(number).then((found) => setThere(found !== "none"));
    }
  }, [desk, number, detail, online, revision]);
  useEffect(() => {
    if (conversationId !== undefined && (online || talk.loaded === "no")) void desk.loadTalk(conversationId);
  }, [desk, conversationId, online, talk.loaded]);

  if (detail !== undefined && talk.loaded !== "refused") return { kind: "ticket", detail, talk };
  if (isThere && talk.loaded !== "refused") return { kind: "asking" };
  const by = line && "by" in line.state ? line.state.by : null;
  return by === null ? { kind: "none" } : { kind: "veiled", by };
}
