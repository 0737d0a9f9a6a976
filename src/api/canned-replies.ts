import MiniSearch from "minisearch";
import { z } from "zod";
import { GuideError, readFile } from "../guide/content-files.ts";
import type { Guide } from "../guide/guide.ts";
import { CannedReply } from "./schemas/tickets.ts";

const TeamReplies = z.array(CannedReply.omit({ from: true }).strict());

/** Finds ready answers by the beginnings of words; without words it gives the team's own first. */
export type Canned = (words: string) => CannedReply[];

const most = 30;

/** Reads the team's replies, or throws a GuideError that names file and place. */
export function loadTeamReplies(file: string): CannedReply[] {
  const read = readFile(file, TeamReplies);
  if ("problems" in read) throw new GuideError(read.problems);
  return read.data.map((reply) => ({ ...reply, from: "team" }));
}

const wordsInTitle = 6;

/** The first words of a text, which tell it from others of the same topic. */
function firstWords(text: string): string {
  const words = text.trim().split(/\s+/u);
  const first = words.slice(0, wordsInTitle).join(" ");
  return words.length > wordsInTitle ? `${first}…` : first;
}

/** The passages of the guide as ready answers, under the titles of their topics and their own first words. */
export const guideReplies = ({ topics }: Pick<Guide, "topics">): CannedReply[] =>
  topics.flatMap(({ title, passages }) =>
    passages.map(({ id, text }) => ({
      id,
      title: passages.length === 1 ? title : `${title}: ${firstWords(text)}`,
      text,
      from: "guide" as const,
    })),
  );

/** Makes the look-up over the team's replies and the guide's. */
export function makeCanned(replies: readonly CannedReply[]): Canned {
  const index = new MiniSearch<CannedReply & { key: number }>({ idField: "key", fields: ["title", "text"] });
  index.addAll(replies.map((reply, key) => ({ ...reply, key })));
  return (words) => {
    if (words.trim() === "") return replies.slice(0, most);
    const found = index.search(words, { prefix: true, combineWith: "AND", boost: { title: 3 } });
    return found.slice(0, most).flatMap(({ id }) => replies[id] ?? []);
  };
}
