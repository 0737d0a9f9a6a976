import { randomUUID } from "node:crypto";
import type { Activity, CardAction } from "../../src/store/records.ts";
import { homeTenant } from "../../test/teams/issuer.ts";
import { activityFrom } from "../../test/teams/teams-message.ts";
import type { Conversation } from "./conversation.ts";
import { pick } from "./desk-conversation.ts";
import type { Delivery } from "./ordinary-conversation.ts";
import type { Post } from "./poster.ts";
import type { Receiver } from "./receiver.ts";

const longestWaitMs = 20_000;

/** What somebody in Teams can do about a question: press a button of its card, or say the title of one below it. */
type Answer = { value: unknown } | { text: string };

interface Press {
  title: string;
  data: object;
}

/** The value of the button that was made for the log; a card for Teams may wrap it. */
const pressOf = (data: object): unknown => ("press" in data ? data.press : data);

/** The buttons of the cards of a message, at whatever depth. */
function pressesIn(part: unknown): Press[] {
  if (Array.isArray(part)) return part.flatMap(pressesIn);
  if (typeof part !== "object" || part === null) return [];
  const own = "data" in part && "title" in part ? [part as Press] : [];
  return [...own, ...Object.values(part).flatMap(pressesIn)];
}

/** The answer that leads on; undefined when only commands are left. */
function answerTo({ attachments, suggestedActions }: Activity): Answer | undefined {
  const presses = pressesIn(attachments);
  const onCard = presses.map(({ title, data }): CardAction => ({ type: "", title, value: pressOf(data) }));
  const below = suggestedActions?.actions ?? [];
  const pressed = pick([...onCard, ...below.filter(({ value }) => typeof value === "object")]);
  if (pressed === undefined) {
    const said = below.find(({ title }) => onTheWay.has(title)) ?? below[0];
    return said && below.length > commandsAlone ? { text: said.title } : undefined;
  }
  const press = presses.find(({ data }) => pressOf(data) === pressed.value);
  return { value: press?.data ?? pressed.value };
}

/** Titles on the way that `pick` takes, where a button tells nothing else; below the last step there are only commands. */
const onTheWay = new Set(["Close my account", "No, carry on", "No, unlikely", "Yes, delete it"]);
const commandsAlone = 2;

/** Somebody adds the app, and is welcomed through the connector. */
const installed = { type: "installationUpdate", action: "add" };

/** Opens a conversation with the desk through its door for Teams. */
export async function openTeamsConversation(
  { post, receiver, token }: { post: Post; receiver: Receiver; token: string },
  { url, delivery }: { url: string; delivery: Delivery },
): Promise<Conversation> {
  const conversation = randomUUID();
  const about = {
    from: { id: `29:${conversation}` },
    conversation: { id: conversation, conversationType: "personal", tenantId: homeTenant },
    ...(delivery === "expectReplies" && { deliveryMode: "expectReplies" }),
  };
  const say = async (what: Record<string, unknown>): Promise<Activity> => {
    const question = delivery === "connector" ? nextQuestion(receiver, conversation) : null;
    const activity = activityFrom(receiver.url, homeTenant, {
      ...about,
      id: randomUUID(),
      text: "",
      ...what,
    });
    const body = await post(`${url}/api/messages`, activity, token);
    if (question !== null) return question;
    const { activities } = JSON.parse(body) as { activities: Activity[] };
    const last = activities.at(-1);
    if (last === undefined) throw new Error("the desk did not answer");
    return last;
  };
  let question = await say(delivery === "connector" ? installed : { text: "Close my account" });
  return {
    answer: async () => {
      const answer = answerTo(question);
      if (answer === undefined) return false;
      question = await say(answer);
      return true;
    },
    end: () => receiver.listen(conversation, null),
  };
}

/** The desk's next message that waits for an answer. */
const nextQuestion = (receiver: Receiver, conversation: string): Promise<Activity> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no reply in 20 s")), longestWaitMs);
    receiver.listen(conversation, (activity) => {
      if (activity.inputHint !== "expectingInput") return;
      clearTimeout(timer);
      resolve(activity);
    });
  });
