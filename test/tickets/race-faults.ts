import type { LogEntry } from "../../src/store/records.ts";
import { type Ticket, ticketSpeaker } from "../../src/store/ticket.ts";

/** What is left of a race: the log, what was sent under which id and whether it was taken, and who speaks. */
export interface Outcome {
  log: readonly LogEntry[];
  said: ReadonlyMap<string, boolean>;
  agentNow: string | null;
  ticket: Ticket | undefined;
  /** the ticket after each change */
  forms: readonly Ticket[];
}

interface Notice {
  notice: string;
  agent?: { name: string };
}

const noticeOf = ({ activity }: LogEntry) => activity.channelData?.["desk"] as Notice | undefined;
const agentOf = ({ activity }: LogEntry) =>
  (activity.channelData?.["agent"] as { name: string } | undefined)?.name ?? null;
const isBot = ({ activity }: LogEntry): boolean => activity.channelData?.["guide"] !== undefined;

/** Everything that must not be, read from the order of the log alone; each a sentence. */
export function faultsOf(outcome: Outcome): string[] {
  return [...owners(outcome), ...messages(outcome)];
}

/** Who speaks follows from the desk's notices, which stand in the log where the change was made. */
function owners({ log, agentNow, ticket }: Outcome): string[] {
  const faults: string[] = [];
  let owner: string | null = null;
  for (const entry of log) {
    const { seq } = entry;
    const notice = noticeOf(entry);
    if (isBot(entry) && owner !== null) faults.push(`${seq}: the bot speaks while ${owner} does`);
    if (agentOf(entry) !== null && agentOf(entry) !== owner)
      faults.push(`${seq}: ${agentOf(entry)} speaks while ${owner ?? "the bot"} does`);
    switch (notice?.notice) {
      case "claimed":
        if (owner !== null) faults.push(`${seq}: ${notice.agent?.name} joins while ${owner} is there`);
        owner = notice.agent?.name ?? null;
        break;
      case "transferred":
        if (owner === null) faults.push(`${seq}: handed over by nobody`);
        owner = notice.agent?.name ?? null;
        break;
      case "released":
      case "resolved":
      case "lease-ended":
        if (owner === null) faults.push(`${seq}: ${notice.notice}, though nobody was there`);
        owner = null;
        break;
    }
  }
  const kept = ticket === undefined ? undefined : ticketSpeaker(ticket);
  if ((owner === null) !== (agentNow === null))
    faults.push(`${owner} speaks, the conversation says ${agentNow}`);
  if (kept !== agentNow) faults.push(`the ticket says ${kept} speaks, the conversation ${agentNow}`);
  return faults;
}

/** What was taken is in the log once, what was refused is not, and what a person says is answered or heard, once. */
function messages({ log, said, forms }: Outcome): string[] {
  const faults: string[] = [];
  const gaps = log.filter(({ seq }, index) => seq !== index + 1);
  if (gaps.length > 0) faults.push(`the log jumps at ${gaps[0]?.seq}`);
  for (const [key, taken] of said) {
    const found = log.filter(({ activity }) => activity.id === key || activity.text === key);
    if (found.length !== (taken ? 1 : 0)) faults.push(`${key} is in the log ${found.length} times`);
  }
  const unanswered: LogEntry[] = [];
  for (const message of log.filter(isPersons)) {
    const answers = log.filter((entry) => isBot(entry) && entry.activity.replyToId === message.activity.id);
    const first = answers[0]?.seq ?? 0;
    if (answers.some(({ seq }, index) => seq !== first + index))
      faults.push(`${message.seq} is answered twice`);
    if (answers.length === 0) unanswered.push(message);
  }
  const left = unanswered.filter(({ seq }) => !joinedAfter(log, seq));
  for (const { seq } of left) if (!ownedAt(log, seq)) faults.push(`${seq} is never answered`);
  const heard = forms.filter((form, index) => isHearing(forms[index - 1], form)).length;
  if (heard < left.length) faults.push(`${left.length} were left to agents, who heard ${heard}`);
  if (heard > unanswered.length)
    faults.push(`${heard} were heard, but only ${unanswered.length} not answered`);
  return faults;
}

/** Whether an agent joined after this entry: a turn of the bot that was under way is theirs then. */
const joinedAfter = (log: readonly LogEntry[], seq: number): boolean =>
  log.some((entry) => entry.seq > seq && noticeOf(entry)?.notice === "claimed");

/** Whether an agent was there when this entry came. */
function ownedAt(log: readonly LogEntry[], seq: number): boolean {
  const last = log.filter((entry) => entry.seq < seq && noticeOf(entry) !== undefined).at(-1);
  return last !== undefined && ["claimed", "transferred"].includes(noticeOf(last)?.notice ?? "");
}

const isPersons = ({ activity }: LogEntry): boolean =>
  activity.from?.role === "user" && activity.type === "message";

/** Whether this change of a ticket says that its agent heard the person. */
function isHearing(before: Ticket | undefined, { state, audit }: Ticket): boolean {
  const lines = audit.slice(before?.audit.length ?? 0);
  return state.kind === "claimed" && lines.every(({ what }) => what === "person-wrote");
}
