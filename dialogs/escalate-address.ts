import type { Phrases } from "../src/guide/messages.ts";
import type { AddressFault } from "../src/runtime/email-address.ts";
import type { Contact } from "../src/store/ticket.ts";
import { type Answer, asking, chosen, type Step, type Taken, type Talk, tell } from "./step.ts";

const titled = (talk: Talk): string => talk.words("places.escalate");

/** What is wrong with an address, as a sentence. */
export const faultInWords = (words: Phrases, fault: AddressFault): string =>
  fault.kind === "character"
    ? words("address.character", { character: fault.character })
    : words(`address.${fault.kind}`);

/** The ticket as it stands once somebody has chosen how to be answered: a new one, one taken up again, or the open one changed. */
export function reach(talk: Talk, contact: Contact): Taken {
  const known = { contact, addresses: [] };
  if (talk.ticket?.state.kind === "open")
    return { case: known, effect: "choose-contact", move: { kind: "to", step: "noted" } };
  const effect = talk.case.reopening ? "reopen-ticket" : "open-ticket";
  return { case: known, effect, move: { kind: "to", step: "opened" } };
}

const reachByMail = (talk: Talk, address: string): Taken =>
  reach(talk, { kind: "email", address, checked: true });

/** What a typed address leads to: one that was all they said is taken, every other one is asked back. */
export function addressGiven(
  talk: Talk,
  answer: Extract<Answer, { kind: "email" | "addresses" }>,
  asked: readonly string[] = [],
): Taken {
  if (answer.kind === "email") return reachByMail(talk, answer.address);
  const { addresses, fault, begins } = answer;
  const [only] = addresses;
  if (only !== undefined && addresses.length === 1 && asked.includes(only) && begins !== "no")
    return reachByMail(talk, only);
  return {
    case: { addresses: [...addresses] },
    ...(fault ? { says: [tell(talk, "X", [], { before: faultInWords(talk.words, fault) })] } : {}),
    move: { kind: "to", step: "email-confirm" },
  };
}

const email: Step = {
  name: "email",
  title: titled,
  show: (talk) => {
    const { email: before, ...beforehand } = talk.case.beforehand;
    if (before !== null)
      return {
        says: [tell(talk, "X", [], { before: talk.words("escalate.mentioned") })],
        answered: { kind: "addresses", addresses: [before], fault: null, begins: null },
        forget: { beforehand: { ...beforehand, email: null } },
      };
    return {
      ask: asking(
        tell(talk, "X", [], { before: talk.words("escalate.which-email") }),
        [{ id: "here", title: talk.words("escalate.here") }],
        "email",
      ),
    };
  },
  take: (talk, answer) =>
    answer.kind === "email" || answer.kind === "addresses"
      ? addressGiven(talk, answer)
      : reach(talk, { kind: "here" }),
};

const NUMBERED = "address-";

const confirm: Step = {
  name: "email-confirm",
  title: titled,
  show: (talk) => {
    const { addresses } = talk.case;
    const [only] = addresses;
    if (only === undefined) return { move: { kind: "to", step: "email" } };
    const another = { id: "another", title: talk.words("escalate.another-email"), means: "no" } as const;
    const isOne = addresses.length === 1;
    const choices = isOne
      ? [{ id: "yes", title: talk.words("escalate.yes-email"), means: "yes" } as const]
      : addresses.map((address, at) => ({ id: `${NUMBERED}${at + 1}`, title: address }));
    const question = isOne
      ? talk.words("escalate.is-it", { address: only })
      : talk.words("escalate.which-of", { addresses: addresses.join("\n") });
    const ask = asking(tell(talk, "X", [], { before: question }), [...choices, another], "email");
    return { ask: { ...ask, plainly: true } };
  },
  take: (talk, answer) => {
    const { addresses } = talk.case;
    if (answer.kind === "email" || answer.kind === "addresses") return addressGiven(talk, answer, addresses);
    const choice = chosen(answer) ?? "";
    const address = choice === "yes" ? addresses[0] : addresses[Number(choice.slice(NUMBERED.length)) - 1];
    return address === undefined || choice === "another"
      ? { case: { addresses: [] }, move: { kind: "to", step: "email" } }
      : reachByMail(talk, address);
  },
};

/** To which address answers go: an address that was searched out of a sentence, or is one of several, is asked back. */
export const addressSteps: readonly Step[] = [email, confirm];
