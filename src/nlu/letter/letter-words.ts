import { z } from "zod";
import { normalize } from "../normalize.ts";

const Line = z.string().trim().min(1);
const Phrase = Line.transform(normalize);
const Phrases = z.array(Phrase).transform((phrases) => new Set(phrases));
const Words = z.array(Line).transform((words) => new Set(words));
const Pattern = Line.transform((source, context) => {
  try {
    return new RegExp(source, "iu");
  } catch (cause) {
    context.addIssue({ code: "custom", message: `no pattern: ${(cause as Error).message}` });
    return z.NEVER;
  }
});

/** What somebody can want of a letter, as a sentence says it. */
const editKinds = [
  "replace",
  "respell",
  "field",
  "add",
  "remove",
  "shorter",
  "politer",
  "grammar",
  "longer",
  "unclear",
] as const;

const File = z.strictObject({
  /** words before a wish that say nothing of it: "please", "can you" */
  openers: z.array(Line),
  /** in this order; `{fields}` stands for the words of all fields; `onlyIfThere`: an edit only where the letter has the words; `atFields` false: an answer where one is asked */
  edits: z.array(
    z.strictObject({
      kind: z.enum(editKinds),
      pattern: Line,
      onlyIfThere: z.boolean().default(false),
      atFields: z.boolean().default(true),
    }),
  ),
  /** how people call the answers that a letter is made of */
  fields: z.array(z.strictObject({ ids: z.array(Line).min(1), words: Words })),
  /** what is no part of a letter: who says "delete my account" means that */
  notRemoved: Phrases,
  /** words for one matter, of which a part of a letter may be */
  about: z.array(Phrases),
  /** how what is no sentence begins: "add my portfolio" */
  fragments: Words,
  /** what takes whose place, in this order */
  politer: z.array(z.tuple([Line, Line])),
  shorter: z.array(z.tuple([z.string().min(1), z.string()])),
  /** words that are spelled otherwise in a letter */
  slips: z.record(z.string(), Line),
  /** answers that leave a field out, and such as are none */
  unsure: Phrases,
  waits: Phrases,
  screenshot: Pattern,
  /** how a letter begins */
  greeting: Pattern,
  ask: Pattern,
  /** words that praise a letter, and words that may stand beside them */
  approvals: z.strictObject({ strong: Words, fillers: Words }),
  /** before a name, and before what a notice says */
  nameLead: Pattern,
  reportLead: Pattern,
  /** after that, nothing that a notice says */
  emptyReports: Phrases,
  /** how an answer begins that goes on with a sentence: a reason, a participle, a verb, a gerund */
  becauseLead: Pattern,
  participles: Words,
  participleEnd: Line,
  verbs: Words,
  gerundEnd: Line,
  notGerunds: Words,
  /** what shows that a text is a notice of Upwork's, and which of its sentences tells why */
  notice: z.strictObject({
    strong: z.array(Line),
    weak: z.array(Line),
    headers: Pattern,
    own: Words,
    telling: z.array(Line),
  }),
});

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const longestFirst = (words: Iterable<string>): string[] =>
  [...words].sort((a, b) => b.length - a.length).map(escaped);

/** The words of one language by which letters are made, corrected and told from other texts. */
export const LetterWords = File.transform((file) => {
  const fields = longestFirst(file.fields.flatMap(({ words }) => [...words])).join("|");
  return {
    ...file,
    opener: new RegExp(
      `^(?:(?:${longestFirst(file.openers).join("|")})(?=[\\s,.!:;-]|$)[\\s,.!:;-]*)+`,
      "iu",
    ),
    edits: file.edits.map((edit) => ({
      ...edit,
      pattern: new RegExp(edit.pattern.replaceAll("{fields}", fields), "iu"),
    })),
  };
});
export type LetterWords = z.infer<typeof LetterWords>;
