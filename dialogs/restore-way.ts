import type { Guide } from "../src/guide/load.ts";
import type { Restoration } from "../src/guide/schema.ts";
import type { Moment } from "../src/understand/meaning.ts";
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
