import MiniSearch from "minisearch";
import { z } from "zod";
import { GuideError } from "../../guide/error.ts";
import type { Guide } from "../../guide/guide.ts";
import { readFile } from "../../guide/read-file.ts";
import { CannedReply } from "./schemas/finding.ts";

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

/** The passages of the guide as ready answers, under the titles of their topics. */
export const guideReplies = ({ topics }: Pick<Guide, "topics">): CannedReply[] =>
  topics.flatMap(({ title, passages }) =>
    passages.map(({ id, text }) => ({ id, title, text, from: "guide" as const })),
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
