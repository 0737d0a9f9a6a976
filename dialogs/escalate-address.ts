import type { Messages } from "../src/guide/messages.ts";
import type { AddressFault } from "../src/runtime/email-address.ts";
import type { Contact } from "../src/store/ticket.ts";
import {
  chosen,
  message,
  prompt,
  type Step,
  type StepAnswer,
  type StepContext,
  type StepResult,
} from "./step.ts";

const placeTitle = (conversation: StepContext): string => conversation.words("places.escalate");

/** Describes the fault of an address in a sentence. */
export const describeFault = (words: Messages, fault: AddressFault): string =>
  fault.kind === "character"
    ? words("address.character", { character: fault.character })
    : words(`address.${fault.kind}`);

/** Applies the chosen contact: opens a ticket, reopens one, or changes the contact of the open one. */
export function contactFor(conversation: StepContext, contact: Contact): StepResult {
  const known = { contact, addresses: [] };
  const { ticket, words } = conversation;
  if (ticket?.state.kind === "open" && contact.kind !== "email" && ticket.contact.kind === contact.kind)
    return {
      case: known,
      says: [message(conversation, "X", [], { before: words(`escalate.next-${contact.kind}`) })],
      move: conversation.case.late ? { kind: "end" } : { kind: "to", step: "waiting" },
    };
  if (ticket?.state.kind === "open")
    return { case: known, effect: "choose-contact", move: { kind: "to", step: "noted" } };
  const effect = conversation.case.reopening ? "reopen-ticket" : "open-ticket";
  return { case: known, effect, move: { kind: "to", step: "opened" } };
}

const reachByMail = (conversation: StepContext, address: string): StepResult =>
  contactFor(conversation, { kind: "email", address, checked: true });

/** Takes typed addresses: a sole address that was checked is accepted, any other is asked back. */
export function takeAddress(
  conversation: StepContext,
  answer: Extract<StepAnswer, { kind: "email" | "addresses" }>,
  asked: readonly string[] = [],
): StepResult {
  if (answer.kind === "email") return reachByMail(conversation, answer.address);
  const { addresses, fault, begins } = answer;
  const [only] = addresses;
  if (only !== undefined && addresses.length === 1 && asked.includes(only) && begins !== "no")
    return reachByMail(conversation, only);
  return {
    case: { addresses: [...addresses] },
    ...(fault
      ? { says: [message(conversation, "X", [], { before: describeFault(conversation.words, fault) })] }
      : {}),
    move: { kind: "to", step: "email-confirm" },
  };
}

const email: Step = {
  name: "email",
  title: placeTitle,
  show: (conversation) => {
    const { email: before, ...beforehand } = conversation.case.beforehand;
    if (before !== null)
      return {
        says: [message(conversation, "X", [], { before: conversation.words("escalate.mentioned") })],
        answered: { kind: "addresses", addresses: [before], fault: null, begins: null },
        forget: { beforehand: { ...beforehand, email: null } },
      };
    return {
      ask: prompt(
        message(conversation, "X", [], { before: conversation.words("escalate.which-email") }),
        [
          {
            id: "here",
            title: conversation.words("escalate.here"),
            words: [
              ...conversation.words("escalate.here-words").split(", "),
              ...conversation.words("escalate.later-words").split(", "),
              ...conversation.words("escalate.no-email-words").split(", "),
            ],
            means: "no",
          },
        ],
        "email",
      ),
    };
  },
  take: (conversation, answer) =>
    answer.kind === "email" || answer.kind === "addresses"
      ? takeAddress(conversation, answer)
      : contactFor(conversation, { kind: "here" }),
};

const NUMBERED = "address-";

const confirm: Step = {
  name: "email-confirm",
  title: placeTitle,
  show: (conversation) => {
    const { addresses } = conversation.case;
    const [only] = addresses;
    if (only === undefined) return { move: { kind: "to", step: "email" } };
    const another = {
      id: "another",
      title: conversation.words("escalate.another-email"),
      means: "no",
    } as const;
    const isOne = addresses.length === 1;
    const choices = isOne
      ? [{ id: "yes", title: conversation.words("escalate.yes-email"), means: "yes" } as const]
      : addresses.map((address, at) => ({ id: `${NUMBERED}${at + 1}`, title: address }));
    const question = isOne
      ? conversation.words("escalate.is-it", { address: only })
      : conversation.words("escalate.which-of", { addresses: addresses.join("\n") });
    const ask = prompt(message(conversation, "X", [], { before: question }), [...choices, another], "email");
    return { ask: { ...ask, isGate: true } };
  },
  take: (conversation, answer) => {
    const { addresses } = conversation.case;
    if (answer.kind === "email" || answer.kind === "addresses")
      return takeAddress(conversation, answer, addresses);
    const choice = chosen(answer) ?? "";
    const address = choice === "yes" ? addresses[0] : addresses[Number(choice.slice(NUMBERED.length)) - 1];
    return address === undefined || choice === "another"
      ? { case: { addresses: [] }, move: { kind: "to", step: "email" } }
      : reachByMail(conversation, address);
  },
};

/** To which address answers go: an address that was searched out of a sentence, or is one of several, is asked back. */
export const addressSteps: readonly Step[] = [email, confirm];
