import type { LogEntry } from "../../src/store/records.ts";
import { speakerOf, type Ticket } from "../../src/store/ticket.ts";

/** What is left of a race: the log, what was sent under which id and whether it was taken, and who speaks. */
export interface Outcome {
  log: readonly LogEntry[];
  said: ReadonlyMap<string, boolean>;
  agentNow: string | null;
  ticket: Ticket | undefined;
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
  const kept = ticket === undefined ? undefined : speakerOf(ticket);
  if ((owner === null) !== (agentNow === null))
    faults.push(`${owner} speaks, the conversation says ${agentNow}`);
  if (kept !== agentNow) faults.push(`the ticket says ${kept} speaks, the conversation ${agentNow}`);
  return faults;
}

/** What was taken is in the log once, what was refused is not, and what a person says is answered or heard by an agent. */
function messages({ log, said }: Outcome): string[] {
  const faults: string[] = [];
  const gaps = log.filter(({ seq }, index) => seq !== index + 1);
  if (gaps.length > 0) faults.push(`the log jumps at ${gaps[0]?.seq}`);
  for (const [key, taken] of said) {
    const found = log.filter(({ activity }) => activity.id === key || activity.text === key);
    if (found.length !== (taken ? 1 : 0)) faults.push(`${key} is in the log ${found.length} times`);
  }
  for (const message of log.filter(
    ({ activity }) => activity.from?.role === "user" && activity.type === "message",
  )) {
    const answers = log.filter((entry) => isBot(entry) && entry.activity.replyToId === message.activity.id);
    const first = answers[0]?.seq ?? 0;
    if (answers.some(({ seq }, index) => seq !== first + index))
      faults.push(`${message.seq} is answered twice`);
    if (answers.length === 0 && !heardByAgent(log, message.seq))
      faults.push(`${message.seq} is never answered`);
  }
  return faults;
}

/** Whether an agent was there when the message came, or came later. */
function heardByAgent(log: readonly LogEntry[], seq: number): boolean {
  const changes = log.filter((entry) => noticeOf(entry) !== undefined);
  const before = changes.filter((entry) => entry.seq < seq).at(-1);
  const there = before !== undefined && ["claimed", "transferred"].includes(noticeOf(before)?.notice ?? "");
  return there || changes.some((entry) => entry.seq > seq && noticeOf(entry)?.notice === "claimed");
}
