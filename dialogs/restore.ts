import type { Guide } from "../src/guide/guide.ts";
import type { Restoration } from "../src/guide/schema.ts";
import type { Moment } from "../src/nlu/interpretation.ts";
import { type Answer, asking, chosen, type Step, type Taken, type Talk, tell } from "./step.ts";
import { GuideWaterfall } from "./waterfall.ts";

const A_YEAR = 365;
/** the option that says that none of the others applies */
const NOTHING = "none";
const WAYS = ["deleted", "suspended"] as const;

const dateOf = (talk: Talk, moment: Moment): string | null =>
  moment.date === null
    ? null
    : new Intl.DateTimeFormat(talk.guide.locale, { dateStyle: "long", timeZone: "UTC" }).format(
        new Date(moment.date),
      );

function heard(talk: Talk, moment: Moment): string {
  const date = dateOf(talk, moment);
  return date === null
    ? talk.words("restore.heard-vaguely", { said: moment.said })
    : talk.words("restore.heard", { said: moment.said, date });
}

type Question = Restoration["questions"][number];

function take(way: Restoration, question: Question, talk: Talk, answer: Answer): Taken {
  const moment = answer.kind === "moment" ? answer.moment : null;
  const option = question.options.find(({ id }) => id === chosen(answer));
  const said = moment ? moment.said : (option?.title ?? "");
  const nothing = chosen(answer) === NOTHING;
  const change = nothing ? {} : { restoring: { ...talk.case.restoring, [question.id]: said } };
  const far = moment !== null && moment.days !== null && moment.days >= A_YEAR;
  const go = far ? "person" : option?.go;
  const says = moment ? [tell(talk, way.node, [], { before: heard(talk, moment), topic: way.topic })] : [];
  if (go !== "person") return { case: change, says, move: { kind: "next" } };
  return {
    case: { ...change, cause: "deadend" },
    says: [
      ...says,
      tell(talk, "X", [], { before: talk.words("restore.needs-a-person"), offersPerson: true }),
    ],
    move: { kind: option?.leaves ? "switch" : "begin", dialog: "escalate" },
  };
}

/** the option at which money that was mentioned is mentioned again */
const MONEY = "money-stuck";

const moneyTold = (talk: Talk, { options }: Question): string[] => {
  const { pending } = talk.case.beforehand;
  if (pending === null || !options.some(({ id }) => id === MONEY)) return [];
  return [talk.words("restore.pending", { amount: pending })];
};

const ask = (way: Restoration, question: Question): Step => ({
  name: question.id,
  title: (talk) => talk.words("places.restore"),
  show: (talk) => {
    const { closed } = talk.case.beforehand;
    if (question.takes === "moment" && closed !== null) {
      const forget = { beforehand: { ...talk.case.beforehand, closed: null } };
      return { answered: { kind: "moment", moment: closed }, forget };
    }
    const line = tell(talk, way.node, [], {
      before: [...moneyTold(talk, question), question.question].join(" "),
      topic: way.topic,
    });
    return { ask: asking(line, question.options, question.takes) };
  },
  take: (talk, answer) => take(way, question, talk, answer),
});

const say = (name: string, node: string, way: Restoration, passages: readonly string[]): Step => ({
  name,
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({ says: [tell(talk, node, passages, { topic: way.topic })], move: { kind: "next" } }),
});

/** R2 and R3: one waterfall for each way of having lost an account. */
export const makeRestoreWays = (guide: Guide): GuideWaterfall[] =>
  WAYS.map((id) => guide.restoration(id)).map(
    (way) =>
      new GuideWaterfall(`restore-${way.id}`, [
        say("intro", way.node, way, way.passages),
        ...way.questions.map((question) => ask(way, question)),
        say("gather", way.node, way, way.gather),
      ]),
  );

const kindOf = (talk: Talk): "deleted" | "suspended" =>
  talk.case.restoring["which"] === "suspended" ? "suspended" : "deleted";

const which: Step = {
  name: "which",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R0", talk.guide.node("R0"))],
    ask: asking(tell(talk, "R0", [], { before: talk.words("restore.which"), topic: "restore" }), [
      { id: "deleted", title: talk.words("restore.i-closed-it"), topics: ["restore_deleted"] },
      {
        id: "suspended",
        title: talk.words("restore.upwork-stopped-it"),
        topics: ["restore_suspended", "reason_suspension"],
      },
      { id: "neither", title: talk.words("restore.neither"), means: "no" },
      { id: "not-sure", title: talk.words("restore.not-sure"), means: "unsure" },
    ]),
  }),
  take: (talk, answer) => {
    const said = chosen(answer);
    if (said === "deleted" || said === "suspended")
      return {
        case: { restoring: { which: said }, suspended: said === "suspended" },
        move: { kind: "next" },
      };
    return {
      case: { cause: "deadend" },
      says: [tell(talk, "X", [], { before: talk.words("restore.neither-is-covered"), offersPerson: true })],
      move: { kind: "switch", dialog: "escalate" },
    };
  },
};

const way: Step = {
  name: "way",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({ move: { kind: "begin", dialog: `restore-${kindOf(talk)}` } }),
};

const firstStep: Step = {
  name: "first-step",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R1", talk.guide.node("R1"), { topic: "contact_support" })],
    move: { kind: "next" },
  }),
};

const draft: Step = {
  name: "draft",
  title: (talk) => talk.words("places.draft"),
  show: () => ({ move: { kind: "begin", dialog: "draft" } }),
};

const expectations: Step = {
  name: "expectations",
  title: (talk) => talk.words("places.restore"),
  show: (talk) => ({
    says: [tell(talk, "R5", talk.guide.node("R5"))],
    ask: asking(
      tell(talk, "R5", [], { before: talk.words("restore.what-else"), topic: "restore", offersPerson: true }),
      [
        { id: "done", title: talk.words("restore.all-clear"), means: "no" },
        { id: "person", title: talk.words("restore.person"), means: "yes" },
      ],
    ),
  }),
  take: (_, answer) =>
    chosen(answer) === "person"
      ? { case: { cause: "asked" }, move: { kind: "begin", dialog: "escalate" } }
      : { move: { kind: "finish" } },
};

/** R0 to R5: who ended the account, what to gather, the request, and what to expect. */
export const makeRestore = (): GuideWaterfall =>
  new GuideWaterfall("restore", [which, way, firstStep, draft, expectations]);
