import type { Receipt } from "../src/store/records.ts";
import type { TurnScope } from "./turn-scope.ts";

function receiptText({ words, guide }: TurnScope, receipt: Receipt): string {
  const at = new Intl.DateTimeFormat(guide.locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  }).format(new Date(receipt.at));
  const reason = guide.reasons.find(({ id }) => id === receipt.reason)?.title ?? words("copy.no-reason");
  const advised = receipt.advised.filter((id) => guide.passages.has(id)).map((id) => guide.passage(id).text);
  return [
    words("copy.receipt", {
      id: receipt.id,
      at,
      version: receipt.guideVersion,
      reason,
      accepted: receipt.accepted,
    }),
    ...advised,
  ].join("\n- ");
}

/** What a copy is made of, besides what the turn holds. */
export interface RequestFacts {
  /** the conversation so far as text */
  readConversation(): Promise<string>;
  readReceipts(): Promise<Receipt[]>;
  /** whether what was said here must be kept for now, whoever wants it erased */
  isHeld(): Promise<boolean>;
}

/** Renders the copy for the person: the drafted request, the decision receipts, and the conversation. */
export async function conversationCopyText(turn: TurnScope, world: RequestFacts): Promise<string> {
  const { words, state } = turn;
  const receipts = await world.readReceipts();
  return [
    words("copy.intro"),
    ...(state.case.draft === null ? [] : [words("copy.draft"), state.case.draft]),
    ...receipts.map((receipt) => receiptText(turn, receipt)),
    words("copy.talk"),
    await world.readConversation(),
  ].join("\n\n");
}
