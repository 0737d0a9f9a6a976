import type { Guide } from "../src/guide/guide.ts";
import type { Restoration } from "../src/guide/schema.ts";
import { namedTogether } from "../src/nlu/answers/choice.ts";
import type { DateAnswer, Several } from "../src/nlu/interpretation.ts";
import { noticeValue } from "../src/nlu/letter/letter-text.ts";
import type { LetterWords } from "../src/nlu/letter/letter-words.ts";
import { isNotice, reportedNotice, tellingSentence } from "../src/nlu/letter/notice.ts";
import { normalize } from "../src/nlu/normalize.ts";
import { fieldStep, WAYS } from "./draft-letter.ts";
import { askWhich, confirmDay, whenClause, whichDay } from "./restore-date.ts";
import {
  chosen,
  message,
  nodeMessage,
  prompt,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepResult,
} from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const DAY_MS = 86_400_000;
/** days */
const A_YEAR = 365;
/** the option that says that none of the others applies */
const NOTHING = "none";

type Question = Restoration["questions"][number];

/** Reads an answer to a question of restoring: its text for the letter and agents, its day and its option. */
function readAnswer(
  conversation: StepContext,
  question: Question,
  answer: StepAnswer,
): { said: string; moment: DateAnswer | null; option: Question["options"][number] | undefined } {
  const option = question.options.find(({ id }) => id === chosen(answer));
  const moment = answer.kind === "moment" ? answer.moment : dayOfOption(conversation, option);
  return { said: moment ? whenClause(conversation, moment) : (option?.title ?? ""), moment, option };
}

/** Returns the day that a button stands for, such as "Today"; null for any other button. */
function dayOfOption({ now }: StepContext, option?: Question["options"][number]): DateAnswer | null {
  if (option?.daysAgo === undefined) return null;
  const date = new Date(now.getTime() - option.daysAgo * DAY_MS).toISOString().slice(0, 10);
  return { said: option.title.toLowerCase(), date, days: option.daysAgo };
}

function take(
  way: Restoration,
  question: Question,
  conversation: StepContext,
  answer: StepAnswer,
): StepResult {
  const several = answer.kind === "moment" ? [] : optionsIn(conversation, question);
  const { said: one, moment, option: only } = readAnswer(conversation, question, answer);
  const option = several[0] ?? only;
  const said = several.length > 0 ? several.map(({ title }) => title).join("; ") : one;
  const which = moment && askWhich(question, moment);
  if (which) return which;
  const nothing = option?.id === NOTHING;
  const change = {
    ...(nothing ? {} : { restoring: { ...conversation.case.restoring, [question.id]: said } }),
    ...(question.takes === "moment" ? { dates: [] } : {}),
  };
  const far = moment !== null && moment.days !== null && moment.days >= A_YEAR;
  const go = far ? "person" : option?.go;
  const back = moment ? confirmDay(conversation, moment) : option?.reply;
  const says =
    back === undefined ? [] : [message(conversation, way.node, [], { before: back, topic: way.topic })];
  if (go !== "person") return { case: change, says, move: { kind: "next" } };
  return {
    case: { ...change, cause: "deadend" },
    says: [
      ...says,
      message(conversation, "X", [], {
        before: conversation.words("restore.needs-a-person"),
        offersPerson: true,
      }),
    ],
    move: { kind: option?.leaves ? "switch" : "begin", dialog: "escalate" },
  };
}

/** Returns the id of the letter's field for a pasted notice; undefined where the way has none. */
const noticeField = ({ questions }: Restoration): string | undefined =>
  questions.find(({ notice }) => notice !== undefined)?.notice;

/** Records a notice for the request, and confirms what it says. */
function recordNotice(
  way: Restoration,
  conversation: StepContext,
  text: string,
  letters: LetterWords,
): Pick<StepResult, "case" | "says"> {
  const notice =
    (isNotice(text, letters) ? null : reportedNotice(text, letters)) ?? tellingSentence(text, letters);
  const value = noticeValue(notice, letters);
  const said = "clause" in value ? value.clause : value.sentences;
  return {
    case: {
      draftFields: { ...conversation.case.draftFields, [fieldStep(way, noticeField(way) ?? "")]: notice },
    },
    says: [
      message(conversation, way.node, [], {
        before: conversation.words("restore.heard-notice", { said }),
        topic: way.topic,
      }),
    ],
  };
}

/** Takes a pasted notice as a yes to whether they have it, and as a part of the request. */
function takeNotice(
  way: Restoration,
  question: Question,
  conversation: StepContext,
  heard: Pick<StepResult, "case" | "says">,
): StepResult {
  const yes = question.options.find(({ means }) => means === "yes");
  const taken = take(way, question, conversation, { kind: "choice", choice: yes?.id ?? "", topic: null });
  return {
    ...taken,
    case: { ...taken.case, ...heard.case },
    says: [...(heard.says ?? []), ...(taken.says ?? [])],
  };
}

/** Returns the options of a question that can hold together. */
const combinableOptions = ({ options }: Question): Question["options"] =>
  options.filter(({ go, leaves }) => go === "person" && !leaves);

const severalOf = ({ words }: StepContext, question: Question): Several => ({
  ids: combinableOptions(question).map(({ id }) => id),
  joins: words("restore.joins").split(", "),
  denies: words("restore.denies").split(", "),
});

/**
 * Returns all options that somebody names together ("both the email and the link"); none where they name one or deny
 * any.
 */
function optionsIn(conversation: StepContext, question: Question): Question["options"] {
  const { said } = conversation;
  if (said === null) return [];
  const named = namedTogether(normalize(said), question.options, severalOf(conversation, question));
  return question.options.filter(({ id }) => named.includes(id));
}

/** the option at which money that was mentioned is mentioned again */
const MONEY = "money-stuck";

const moneyTold = (conversation: StepContext, { options }: Question): string[] => {
  const { pending } = conversation.case.beforehand;
  if (pending === null || !options.some(({ id }) => id === MONEY)) return [];
  return [conversation.words("restore.pending", { amount: pending })];
};

const ask = (way: Restoration, question: Question, letters: LetterWords): Step => ({
  name: question.id,
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => {
    const { closed } = conversation.case.beforehand;
    if (question.takes === "moment" && closed !== null) {
      const forget = { beforehand: { ...conversation.case.beforehand, closed: null } };
      return { answered: { kind: "moment", moment: closed }, forget };
    }
    const line = message(conversation, way.node, [], {
      before: [...moneyTold(conversation, question), question.question].join(" "),
      topic: way.topic,
    });
    const several =
      combinableOptions(question).length > 1 ? { several: severalOf(conversation, question) } : {};
    const asked = { ...prompt(line, question.options, question.takes), ...several };
    if (noticeField(way) === undefined) return { ask: asked };
    return { ask: { ...asked, notice: question.notice === undefined ? "kept" : "answers" } };
  },
  take: (conversation, answer) => {
    if (answer.kind !== "text") return take(way, question, conversation, answer);
    const heard = recordNotice(way, conversation, answer.text, letters);
    return question.notice === undefined
      ? { ...heard, move: { kind: "to", step: question.id } }
      : takeNotice(way, question, conversation, heard);
  },
});

const say = (name: string, node: string, way: Restoration, passages: readonly string[]): Step => ({
  name,
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => ({
    says: [message(conversation, node, passages, { topic: way.topic })],
    move: { kind: "next" },
  }),
});

/** Builds the steps of a question: one, and for a day a second that asks which day "03/04" is. */
const questionSteps = (way: Restoration, question: Question, letters: LetterWords): Step[] =>
  question.takes === "moment"
    ? [
        ask(way, question, letters),
        whichDay(way, question, (conversation, moment) =>
          take(way, question, conversation, { kind: "moment", moment }),
        ),
      ]
    : [ask(way, question, letters)];

/** Builds one waterfall for each way of having lost an account (R2 and R3). */
export const makeRestoreWays = (guide: Guide, letters: LetterWords): GuideWaterfall[] =>
  WAYS.map((id) => guide.restoration(id)).map(
    (way) =>
      new GuideWaterfall(`restore-${way.id}`, [
        say("intro", way.node, way, way.passages),
        ...way.questions.flatMap((question) => questionSteps(way, question, letters)),
        say("gather", way.node, way, way.gather),
      ]),
  );

const kindOf = (conversation: StepContext): "deleted" | "suspended" =>
  conversation.case.restoring["which"] === "suspended" ? "suspended" : "deleted";

const which: Step = {
  name: "which",
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "R0")],
    ask: prompt(
      message(conversation, "R0", [], { before: conversation.words("restore.which"), topic: "restore" }),
      [
        { id: "deleted", title: conversation.words("restore.i-closed-it"), topics: ["restore_deleted"] },
        {
          id: "suspended",
          title: conversation.words("restore.upwork-stopped-it"),
          topics: ["restore_suspended", "reason_suspension"],
        },
        { id: "neither", title: conversation.words("restore.neither"), means: "no" },
        { id: "not-sure", title: conversation.words("restore.not-sure"), means: "unsure" },
      ],
    ),
  }),
  take: (conversation, answer) => {
    const said = chosen(answer);
    if (said === "deleted" || said === "suspended")
      return {
        case: { restoring: { which: said }, suspended: said === "suspended" },
        move: { kind: "next" },
      };
    return {
      case: { cause: "deadend" },
      says: [
        message(conversation, "X", [], {
          before: conversation.words("restore.neither-is-covered"),
          offersPerson: true,
        }),
      ],
      move: { kind: "switch", dialog: "escalate" },
    };
  },
};

const way: Step = {
  name: "way",
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => ({ move: { kind: "begin", dialog: `restore-${kindOf(conversation)}` } }),
};

const firstStep: Step = {
  name: "first-step",
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "R1", { topic: "contact_support" })],
    move: { kind: "next" },
  }),
};

const draft: Step = {
  name: "draft",
  title: (conversation) => conversation.words("places.draft"),
  show: () => ({ move: { kind: "begin", dialog: "draft" } }),
};

const expectations: Step = {
  name: "expectations",
  title: (conversation) => conversation.words("places.restore"),
  show: (conversation) => ({
    says: [nodeMessage(conversation, "R5")],
    ask: prompt(
      message(conversation, "R5", [], {
        before: conversation.words("restore.what-else"),
        topic: "restore",
        offersPerson: true,
      }),
      [
        { id: "done", title: conversation.words("restore.all-clear"), means: "no" },
        { id: "person", title: conversation.words("restore.person"), means: "yes" },
      ],
    ),
  }),
  take: (_, answer) =>
    chosen(answer) === "person"
      ? { case: { cause: "asked" }, move: { kind: "begin", dialog: "escalate" } }
      : { move: { kind: "finish" } },
};

/** Builds the restoring dialog (R0 to R5): who ended the account, what to gather, the request, and what to expect. */
export const makeRestore = (): GuideWaterfall =>
  new GuideWaterfall("restore", [which, way, firstStep, draft, expectations]);
