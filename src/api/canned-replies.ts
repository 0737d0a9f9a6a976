import MiniSearch from "minisearch";
import { z } from "zod";
import { GuideError, readFile } from "../guide/content-files.ts";
import type { Guide } from "../guide/guide.ts";
import { CannedReply } from "./schemas/tickets.ts";

const TeamReplies = z.array(CannedReply.omit({ from: true }).strict());

/**
 * Searches canned replies by word prefixes. Without words it returns the first ones, the team's before the
 * guide's.
 */
export type Canned = (words: string) => CannedReply[];

const most = 30;

/** Loads the team's canned replies. Throws a GuideError that names the file and the place. */
export function loadTeamReplies(file: string): CannedReply[] {
  const read = readFile(file, TeamReplies);
  if ("problems" in read) throw new GuideError(read.problems);
  return read.data.map((reply) => ({ ...reply, from: "team" }));
}

const wordsInTitle = 6;

/** Returns the first words of a text, which distinguish passages of one topic. */
function firstWords(text: string): string {
  const words = text.trim().split(/\s+/u);
  const first = words.slice(0, wordsInTitle).join(" ");
  return words.length > wordsInTitle ? `${first}…` : first;
}

/** Makes canned replies from the guide's passages, titled by topic. */
export const guideReplies = ({ topics }: Pick<Guide, "topics">): CannedReply[] =>
  topics.flatMap(({ title, passages }) =>
    passages.map(({ id, text }) => ({
      id,
      title: passages.length === 1 ? title : `${title}: ${firstWords(text)}`,
      text,
      from: "guide" as const,
    })),
  );

/** Makes the search over canned replies. */
export function makeCanned(replies: readonly CannedReply[]): Canned {
  const index = new MiniSearch<CannedReply & { key: number }>({ idField: "key", fields: ["title", "text"] });
  index.addAll(replies.map((reply, key) => ({ ...reply, key })));
  return (words) => {
    if (words.trim() === "") return replies.slice(0, most);
    const found = index.search(words, { prefix: true, combineWith: "AND", boost: { title: 3 } });
    return found.slice(0, most).flatMap(({ id }) => replies[id] ?? []);
  };
}
