import type { Activity } from "../../../src/store/records.ts";
import { type Exchange, play } from "../../conversations/script.ts";
import { throughTicket, toChecklist, toSteps } from "../../conversations/ways.ts";
import type { TestDesk, Visitor } from "../../desk.ts";
import { alder } from "../../tickets/people.ts";

/** One message of each kind, as the log holds it. */
export interface Contents {
  /** the first question, with four answers */
  question: Activity;
  /** a question with two answers */
  short: Activity;
  checklist: Activity;
  steps: Activity;
  draft: Activity;
  ticket: Activity;
  csat: Activity;
  /** a question that takes words, with one answer as a button */
  comment: Activity;
}

/** On to the drafted request. */
export const toDraft: Exchange[] = [
  ["Get an account back", "restore.which"],
  ["I closed it", "restore-deleted.when"],
  ["three weeks ago", "restore-deleted.complication"],
  ["None of these", "draft.offer"],
  ["Yes, let's write it", "draft.deleted-who"],
  ["Studio Blue", "draft.deleted-why-back"],
  ["A client asked for me again", "draft.review"],
];

const cardOf = ({ channelData }: Activity) => (channelData?.["card"] as { kind: string } | undefined)?.kind;

/** What the bot has said in a conversation. */
export async function saidIn(desk: TestDesk, visitor: Visitor): Promise<Activity[]> {
  const log = await desk.store.readLog(visitor.id, { after: 0, limit: 500 });
  return log
    .map(({ activity }) => activity)
    .filter(({ type, from }) => type === "message" && from?.role === "bot");
}

/** Plays the conversations in which each kind of message comes up. */
export async function contentsOf(desk: TestDesk): Promise<Contents> {
  const after = async (...exchanges: Exchange[]): Promise<{ visitor: Visitor; said: Activity[] }> => {
    const visitor = await desk.talk();
    await play(visitor, exchanges);
    return { visitor, said: await saidIn(desk, visitor) };
  };
  const newest = (said: readonly Activity[], kind?: string): Activity => {
    const found = said.findLast((activity) => kind === undefined || cardOf(activity) === kind);
    if (!found) throw new Error(`nothing was said with the card ${kind}`);
    return found;
  };
  const checklist = await after(...toChecklist, ["All closed, or none"], ["Something is pending"]);
  const pace = await after(...toSteps);
  const steps = await after(...toSteps, ["One at a time"]);
  const draft = await after(...toDraft);
  const waiting = await after(["person"], ...throughTicket);
  const number = Number((await desk.store.ticketsOf(waiting.visitor.id))[0]?.number);
  await desk.desk.human.claim(number, alder);
  await desk.desk.human.resolve(number, alder, "solved", "continue");
  await waiting.visitor.replies();
  const rated = await saidIn(desk, waiting.visitor);
  await waiting.visitor.click("4");
  return {
    question: newest((await after()).said),
    short: newest(pace.said),
    checklist: newest(checklist.said, "checklist"),
    steps: newest(steps.said, "steps"),
    draft: newest(draft.said, "draft"),
    ticket: newest(waiting.said, "ticket"),
    csat: newest(rated, "csat"),
    comment: newest(await saidIn(desk, waiting.visitor)),
  };
}
