import { z } from "zod";

/** What somebody wants the desk to do or begin. */
export const wishes = [
  "delete",
  "keep",
  "break",
  "restore",
  "person",
  "no-person",
  "letter",
  "copy",
  "erase",
  "clicks",
  "withdraw",
] as const;

/**
 * Kinds of questions that passages answer. The first three are plain: a text asks so when it asks for none of the others.
 * `where`: where to click; `setting`: where to, for something else than closing. `who`: which person or department. `fate`: what happens to a
 * thing. `part`: only some of it. `cause`: why Upwork did something to this account. `beyond`: something that the guide
 * leaves out.
 */
export const questionKinds = [
  "what",
  "how",
  "why",
  "how-long",
  "when",
  "how-much",
  "how-many",
  "how-likely",
  "contact",
  "where",
  "setting",
  "who",
  "fate",
  "part",
  "allowed",
  "cause",
  "beyond",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** What somebody may do with the account, what they may lose by it, and what Upwork keeps about them. */
const occasions = ["deleting", "pausing"] as const;
const possessions = [
  "reviews",
  "projects",
  "opportunities",
  "contracts",
  "payments",
  "connects",
  "badges",
  "score",
  "certificates",
  "messages",
  "portfolio",
  "proposals",
  "saved-jobs",
  "media",
  "links",
] as const;
const records = [
  "statements",
  "tax-forms",
  "bank",
  "balance",
  "membership",
  "agency",
  "referrals",
  "identity",
  "refunds",
  "data",
  "contact-data",
] as const;

/** What people ask about the fate of. Those that no passage names are not known to the guide. */
export const things = [...occasions, ...possessions, ...records] as const;
export type Thing = (typeof things)[number];

/** Whether somebody may lose it with the account, as what the guide names. */
export const isPossession = (thing: Thing): boolean => possessions.some((one) => one === thing);

/** Questions to which yes or no is the answer; the first two ask it of things. */
export const polarQuestions = [
  "loses",
  "keeps",
  "can-hide",
  "can-pause",
  "can-undo",
  "must-settle",
  "must-tell-clients",
] as const;
export type PolarQuestion = (typeof polarQuestions)[number];

/** Whether it is something that somebody may do with the account. */
export const isOccasion = (thing: Thing): boolean => occasions.some((one) => one === thing);

/** A name for something in the guide: lower-case words joined by hyphens. */
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case words joined by hyphens");
const FactId = z.string().regex(/^F\d\d$/, "use F and two digits, such as F07");
const NodeId = z.string().regex(/^([NR]\d{1,2}[a-h]?|X|I)$/, "use the id of a node, such as N4a or R2");
const TopicId = z.string().regex(/^[a-z]+(_[a-z]+)*$/, "use lower-case words joined by underscores");
const Words = z.string().trim().min(1);

/** What the guide as a whole is: its language, and the topics that are offered to somebody with just a question. */
export const About = z.strictObject({
  locale: z
    .string()
    .refine((tag) => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(tag), 'use a language tag, such as "en" or "en-GB"'),
  menu: z.array(TopicId).min(1),
});

/** A few sentences that stand alone, and the facts they carry. `id` is `<topic>.<name>`. */
export const Passage = z
  .strictObject({
    id: z.string().regex(/^[a-z_]+\.[a-z0-9-]+$/, "use the topic, a dot and a name, such as steps.overview"),
    facts: z.array(FactId),
    /** the kinds of questions that it answers */
    answers: z.array(z.enum(questionKinds)).min(1),
    /** the things that it says something about */
    things: z.array(z.enum(things)).default([]),
    /** the questions that it answers with yes, and with no */
    yes: z.array(z.enum(polarQuestions)).default([]),
    no: z.array(z.enum(polarQuestions)).default([]),
    text: Words,
  })
  .refine(({ answers, things }) => !answers.includes("fate") || things.length > 0, {
    message: "tells the fate of things and names none",
    path: ["things"],
  });
export type Passage = z.infer<typeof Passage>;

/** A topic of the guide: `answer` lists the passages that answer a question about it, in order. */
export const Topic = z.strictObject({
  id: TopicId,
  /** what a person would call it, for "which of these?" buttons */
  title: Words,
  node: NodeId,
  passages: z.array(Passage),
  answer: z.array(z.string()).min(1),
});
export type Topic = z.infer<typeof Topic>;

/** A button of a guide question. `go` says where it leads when not simply onwards. */
const Option = z.strictObject({
  id: Id,
  title: Words,
  words: z.array(Words).default([]),
  means: z.enum(["yes", "no", "unsure"]).optional(),
  topics: z.array(TopicId).default([]),
  go: z.enum(["person", "restore", "stay", "wait"]).optional(),
  /** what is said to whoever chooses it */
  passages: z.array(z.string()).default([]),
  /** the wish that it fulfils, said in whatever words */
  wish: z.enum(wishes).optional(),
  /** with go "person": what the guide would ask next does not fit any more */
  leaves: z.boolean().default(false),
});
export type Option = z.infer<typeof Option>;

/** A button of a question about a lost account. */
const RestorationOption = Option.extend({
  /** it stands for the day so many days ago */
  daysAgo: z.number().int().min(0).optional(),
  /** what the bot says back */
  reply: Words.optional(),
  /** what the request says instead of the title, as a whole sentence */
  letter: Words.optional(),
});

/** Why somebody wants to leave: what to check, what to say, what to offer instead (two at most). */
export const Reason = z.strictObject({
  id: Id,
  node: NodeId,
  title: Words,
  words: z.array(Words).default([]),
  topics: z.array(TopicId).default([]),
  passages: z.array(z.string()),
  check: z.strictObject({ question: Words, options: z.array(Option).min(2) }).nullable(),
  alternatives: z.array(Id).max(2),
});
export type Reason = z.infer<typeof Reason>;

/** Something other than deleting. */
export const Alternative = z.strictObject({
  id: Id,
  node: NodeId,
  title: Words,
  words: z.array(Words).default([]),
  topics: z.array(TopicId).default([]),
  passages: z.array(z.string()).min(1),
});
export type Alternative = z.infer<typeof Alternative>;

/** One thing to finish before closing. `short` names it in a list; `parked` says what to do while it is open. */
export const ChecklistItem = z.strictObject({
  id: Id,
  title: Words,
  short: Words,
  passages: z.array(z.string()),
  question: Words,
  options: z.array(Option).min(2),
  parked: Words,
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** One click on the way to closing. `node` N11 for the way there, N12 for the confirmation. */
export const GuideStep = z.strictObject({
  id: Id,
  node: z.enum(["N11", "N12"]),
  title: Words,
  passages: z.array(z.string()).min(1),
  question: Words,
  options: z.array(Option).min(2),
  /** it is told together with the next one, whose question covers both */
  joinsNext: z.boolean().default(false),
});
export type GuideStep = z.infer<typeof GuideStep>;

/** One question of the draft request; the person's own words fill `{id}` or `{id:sentence}` in the template. */
const DraftField = z.strictObject({
  id: Id,
  question: Words,
  as: z.enum(["sentences", "name", "moment", "notice"]).default("sentences"),
  /** what makes a sentence of an answer that begins with a participle, a verb, a gerund, or a reason */
  leads: z
    .strictObject({
      participle: Words.optional(),
      verb: Words.optional(),
      gerund: Words.optional(),
      because: Words.optional(),
    })
    .default({}),
});
export type DraftField = z.infer<typeof DraftField>;

/** One way back in: what to say, what to ask, and the request that is drafted with the person. */
export const Restoration = z.strictObject({
  id: z.enum(["deleted", "suspended"]),
  node: NodeId,
  topic: TopicId,
  passages: z.array(z.string()).min(1),
  questions: z.array(
    z.strictObject({
      id: Id,
      takes: z.enum(["choice", "moment"]),
      question: Words,
      options: z.array(RestorationOption),
      /** a pasted notice answers it with its yes, and fills this field of the request */
      notice: Id.optional(),
    }),
  ),
  gather: z.array(z.string()).min(1),
  draft: z.strictObject({
    passages: z.array(z.string()).min(1),
    fields: z.array(DraftField).min(1),
    /** fields that are filled where they were told, and asked only where they are to be corrected */
    told: z.array(DraftField).default([]),
    template: Words,
  }),
});
export type Restoration = z.infer<typeof Restoration>;

/** Passages of fixed nodes of the decision tree, by node id: those that are said, and those behind "Tell me more". */
export const NodePassages = z.record(
  NodeId,
  z.strictObject({ says: z.array(z.string()).default([]), more: z.array(z.string()).default([]) }),
);
export type NodePassages = z.infer<typeof NodePassages>;

/** Something the guide must say: every keyword group must match at the start of a word of one bot message. */
export const Fact = z.strictObject({
  id: FactId,
  section: Words,
  fact: Words,
  keywords: z.array(Words).min(1),
});
export type Fact = z.infer<typeof Fact>;

/** A node of the decision tree, and the facts that are to be said there. */
export const TreeNode = z.strictObject({ id: NodeId, title: Words, facts: z.array(FactId) });
export type TreeNode = z.infer<typeof TreeNode>;
