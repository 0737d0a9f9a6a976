import type { Actor, HumanDesk } from "../../../desk/human-desk.ts";
import type { Ticket } from "../../../store/ticket.ts";
import { kept } from "../../../understand/kept.ts";
import type { Arrived } from "../arrived.ts";
import type { Agents } from "./agents.ts";
import type { CardParts } from "./face.ts";
import { refusalWords } from "./refusal-words.ts";
import { writtenInThread } from "./shown.ts";

export interface HearParts extends Pick<CardParts, "accounts" | "words"> {
  human: Pick<HumanDesk, "note" | "reply">;
  agents: Agents;
}

/** What somebody wrote in a thread: the words, and how they came. */
export interface Written {
  text: string;
  activity: Arrived;
}

type Of = Pick<Ticket, "number" | "conversationId">;

const note = /^note:/i;

/** Says it to the person, or keeps it as a note for the desk's people. A repeated delivery is the same. */
async function pass({ human, agents }: HearParts, ticket: Of, actor: Actor, { text, activity }: Written) {
  const { number, conversationId } = ticket;
  const { id = null } = activity;
  const said = (words: string) => ({
    type: "message",
    text: kept(words.trim()),
    channelData: writtenInThread(id ?? ""),
  });
  const isNote = note.test(text);
  const made = isNote
    ? await human.note(number, actor, said(text.replace(note, "")), id)
    : await human.reply(number, actor, said(text), id);
  if ("refused" in made) return made;
  if (isNote) await agents.did(actor, "ticket noted", { number: String(number) });
  else await agents.did(actor, "person answered", { id: conversationId });
  return null;
}

/** Passes on what somebody wrote in a ticket's thread, if they may. Gives what they are to be told when it went nowhere, else null. */
export async function hear(parts: HearParts, ticket: Of, written: Written): Promise<string | null> {
  const { agents, words } = parts;
  const tried = note.test(written.text) ? "note" : "answer";
  const actor = await agents.find(written.activity, { number: String(ticket.number), tried });
  if (actor === null) return words("support-channel.stranger");
  if (written.text.replace(note, "").trim() === "") return words("support-channel.text-only");
  const refused = await pass(parts, ticket, actor, written);
  return refused && refusalWords(parts, ticket.number, refused);
}
