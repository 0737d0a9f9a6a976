import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../../runtime/json-file.ts";
import type { Lexicon } from "../lexicon.ts";
import { normalize, plain } from "../normalize.ts";

/** What somebody can want of the desk itself while one of its people answers them. */
export type WishToDesk = "erase" | "copy" | "withdraw";

/** What somebody whom an agent answers settles with the desk itself: a wish, or the answer to the question back. */
export type BesideAgent = { kind: "wish"; wish: WishToDesk } | { kind: "answer"; choice: "yes" | "no" };

/** What the desk hears in what is said to an agent. */
export interface WishReader {
  /** what a text wants of the desk itself, when it says that and nothing besides; null for what the agent is to answer */
  wishToDesk(text: string): WishToDesk | null;
  /** yes or no in plain words, and nothing besides; "ok" is neither */
  plainAnswer(text: string): "yes" | "no" | null;
}

const Phrases = z.array(z.string().trim().min(1).transform(normalize));

/** How people say that they are done with their ticket, what may stand around that, and what is a plain yes or no. */
const WishesFile = z.strictObject({
  begins: Phrases,
  ends: Phrases,
  /** a whole wish */
  alone: Phrases,
  endTicket: Phrases,
  ticket: Phrases,
  endChat: Phrases,
  chat: Phrases,
  noNeed: Phrases,
  needless: Phrases,
  yes: Phrases,
  no: Phrases,
});

/** Reads the sentences of one language; a command's exact words count as well. A broken file is an error that names it. */
export async function loadWishReader(
  folder: string,
  { commands, courtesies }: Pick<Lexicon, "commands" | "courtesies">,
): Promise<WishReader> {
  const words = await readJsonFile(WishesFile, path.join(folder, "desk-wishes.json"));
  const withdrawals = new Set([
    ...words.alone,
    ...pairs(words.endTicket, words.ticket),
    ...pairs(words.endChat, words.chat),
    ...pairs(words.noNeed, words.needless),
  ]);
  const begins = words.begins.toSorted((a, b) => b.length - a.length);
  const wishIn = (said: string): WishToDesk | null => {
    const command = commands.get(said);
    if (command === "erase" || command === "copy") return command;
    return withdrawals.has(said) ? "withdraw" : null;
  };
  return {
    wishToDesk: (text) => {
      if (text.length > LONGEST) return null;
      const said = normalize(text);
      const bare = plain(said, courtesies);
      const begun = withoutBeginnings(bare, begins);
      for (const form of [said, bare, begun, withoutEnds(begun, words.ends)]) {
        const wish = wishIn(form);
        if (wish) return wish;
      }
      return null;
    },
    plainAnswer: (text) => {
      if (text.length > LONGEST) return null;
      const said = normalize(text);
      const bare = plain(said, courtesies);
      const says = (list: readonly string[]) => list.includes(said) || list.includes(bare);
      return says(words.no) ? "no" : says(words.yes) ? "yes" : null;
    },
  };
}

/** characters: a plain wish is short */
const LONGEST = 120;

const pairs = (first: readonly string[], second: readonly string[]): string[] =>
  first.flatMap((one) => second.map((other) => `${one} ${other}`));

function withoutBeginnings(said: string, begins: readonly string[]): string {
  const begin = begins.find((one) => said.startsWith(`${one} `));
  return begin === undefined ? said : withoutBeginnings(said.slice(begin.length + 1), begins);
}

function withoutEnds(said: string, ends: readonly string[]): string {
  const end = ends.find((one) => said.endsWith(` ${one}`));
  return end === undefined ? said : withoutEnds(said.slice(0, -end.length - 1), ends);
}
