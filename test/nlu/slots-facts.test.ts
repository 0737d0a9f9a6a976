import { describe, expect, test } from "vitest";
import { type Slots, slotsOf } from "../../src/nlu/slots.ts";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { forms } from "./forms.ts";
import { now, parts } from "./parts.ts";

const slots = (text: string): Promise<Slots> => slotsOf(text, guessTopic(text, null, parts), now, parts);

/** The texts of which the slots do not fit. */
async function misread(texts: readonly string[], fits: (known: Slots) => boolean): Promise<string[]> {
  const read = await Promise.all(texts.map(async (text) => ({ text, known: await slots(text) })));
  return read.filter(({ known }) => !fits(known)).map(({ text }) => text);
}

const stop = ["suspended", "banned"];
const fillings = {
  stop,
  mine: ["my account", "my profile", "my upwork account", "my freelancer account", "our agency account"],
  other: [
    "my cousin",
    "a friend of mine",
    "my best friend",
    "someone i know",
    "a client of mine",
    "one of my clients",
    "my wifes account",
    "my friend's account",
    "another freelancer",
    "many people",
    "he",
    "her profile",
  ],
  be: ["was", "got", "has been"],
  who: ["upwork", "they"],
  when: ["yesterday", "3 weeks ago", "in march"],
  amount: [
    "$300",
    "1900 euros",
    "1.900 €",
    "2k usd",
    "Rs 40,000",
    "Rs. 40,000",
    "300 dollares",
    "40k inr",
    "₱5000",
    "500$",
  ],
};

describe("an account that was stopped", () => {
  test.each([
    "{mine} {be} {stop}",
    "{mine} is {stop}",
    "{mine} {be} {stop}, what can i do?",
    "{mine} {be} {stop} what can i do",
    "i {be} {stop} for no reason",
    "i am {stop}",
    "{who} {stop} me",
    "{who} {stop} {mine} {when}",
    "{who} suspends me",
    "{who} have suspend me without reason",
    "{stop} since {when}, nobody answers",
    "why am i {stop}?",
    "why was {mine} {stop}",
    "why did {who} suspended me?",
    "how do i get my {stop} account back?",
    "i did not do anything wrong and {mine} {be} {stop}",
    "my friend is still there but i {be} {stop}",
    "i {be} {stop} because of a client",
    "after {who} {stop} me i lost everything",
    "when i {be} {stop} i had 3 clients",
  ])("%s", async (form) => {
    expect(await misread(forms(form, fillings), ({ suspended }) => suspended)).toEqual([]);
  });

  test.each([
    "{other} {be} {stop}",
    "{other} {be} {stop} {when}, and i am afraid",
    "{who} {stop} my cousin",
    "{who} {stop} a friend of mine {when}",
    "{who} {stop} my friends account",
    "my cousin left upwork and {be} {stop}",
    "what happens if {mine} {be} {stop}?",
    "if i get {stop}, do i lose my money?",
    "if {mine} gets {stop} i will sue",
    "what happens when {mine} is {stop}?",
    "is {mine} {stop}?",
    "am i {stop}?",
    "can {mine} be {stop} for this?",
    "could i be {stop}",
    "will they suspend me?",
    "i dont want to be {stop}",
    "im afraid of being {stop}",
    "i might get {stop} soon",
    "{mine} is not {stop}",
    "i was never {stop}",
    "why do people get {stop}?",
    "please suspend my account for a month",
    "{who} threatened to suspend me",
    "do i get {stop} if i use a vpn?",
    "you get {stop} if you chat outside",
    "is {stop} a word you know?",
    "the contract was {stop}",
  ])("nothing of the kind: %s", async (form) => {
    expect(await misread(forms(form, fillings), ({ suspended }) => !suspended)).toEqual([]);
  });
});

describe("when an account was closed", () => {
  const closings = { ...fillings, closed: ["closed", "deleted", "deactivated"] };
  test.each([
    "i {closed} {mine} {when}",
    "i {closed} it {when} and want it back",
    "{mine} was {closed} {when}",
    "{when} i {closed} my account",
    "i have {closed} my account, it was {when}",
    "i {closed} my account. that was about {when}",
    "{closed} by mistake {when}",
    "can i get back the account i {closed} {when}?",
    "i left upwork {when}",
    "my friend told me to do it so i {closed} my account {when}",
  ])("%s", async (form) => {
    expect(await misread(forms(form, closings), ({ closed }) => closed !== null)).toEqual([]);
  });

  test.each([
    "what happens once the account is {closed}? i need my 2023 invoices",
    "will my 2023 invoices be there when {mine} is {closed}?",
    "{other} {closed} the account {when}",
    "a client left me 2.1 stars",
    "a client left {when}",
    "a client {closed} the contract {when}",
    "i {closed} all my contracts {when}",
    "they {closed} my ticket {when}",
    "if i {closed} my account in march, would i get a refund?",
    "is an account {closed} after 3 weeks?",
    "i want it {closed} by march",
    "i have not {closed} it, i joined {when}",
    "i {closed} my account, i joined in 2019",
    "2 jobs left since march",
  ])("nothing of the kind: %s", async (form) => {
    expect(await misread(forms(form, closings), ({ closed }) => closed === null)).toEqual([]);
  });
});

describe("money that is still to come", () => {
  test.each([
    "there is {amount} pending on my account",
    "they still owe me {amount}",
    "{amount} locked in there",
    "{amount} is stuck",
    "my {amount} is frozen",
    "{who} hold my {amount}",
    "my {amount} are held since march",
    "i cant withdraw my {amount}",
    "i had {amount} in my account and cannot withdraw it",
    "i still have {amount} in escrow",
    "i want my {amount} back",
    "what about the {amount} they owe me?",
    "what happens to my {amount}, it is still pending?",
    "a client still owes me {amount}",
    "i have not received {amount} yet",
    "{who} dont release {amount}",
  ])("%s", async (form) => {
    expect(await misread(forms(form, fillings), ({ pending }) => pending !== null)).toEqual([]);
  });

  test.each([
    "{other} has {amount} pending",
    "what if i have {amount} pending?",
    "if there is {amount} in my account, can i still close it?",
    "is {amount} a lot?",
    "do they pay out {amount} pending?",
    "i paid {amount} for connects",
    "a client left me {amount} tip",
    "the membership costs {amount}",
    "i earned {amount} last year",
    "im stuck with the form, it costs {amount} a month",
  ])("nothing of the kind: %s", async (form) => {
    expect(await misread(forms(form, fillings), ({ pending }) => pending === null)).toEqual([]);
  });

  test.each<[said: string, pending: Slots["pending"]]>([
    ["1.900 € stuck in there", { said: "1.900 €", amount: 1_900, currency: "Euro" }],
    ["€1.900,50 is pending", { said: "€1.900,50", amount: 1_900.5, currency: "Euro" }],
    ["2k usd locked in my account", { said: "2k usd", amount: 2_000, currency: "Dollar" }],
    ["Rs 40,000 on hold", { said: "Rs 40,000", amount: 40_000, currency: "Indian rupee" }],
    ["they hold Rs. 1,40,000", { said: "Rs. 1,40,000", amount: 140_000, currency: "Indian rupee" }],
    ["2 lakh rupees pending", { said: "2 lakh rupees", amount: 200_000, currency: "Indian rupee" }],
    ["300 dollares is stuck", { said: "300 dollares", amount: 300, currency: "Dollar" }],
    ["two hundred dollars are pending", { said: "two hundred dollars", amount: 200, currency: "Dollar" }],
    ["i cant withdraw my 300", { said: "300", amount: 300, currency: null }],
    ["they owe me 1200 since march", null],
    ["i want to withdraw my 3 proposals", null],
    ["my 2 contracts are pending", null],
  ])("%s", async (said, pending) => expect((await slots(said)).pending).toEqual(pending));
});

describe("what is supposed, asked or of others is no fact", () => {
  test.each([
    "if i have no open contracts, can i close it?",
    "my friend has open contracts",
    "what if there is no money left?",
    "i will have no open contracts next week",
    "someone i know is a freelancer account",
    "unless all contracts are closed they refuse",
  ])("%s", async (said) =>
    expect(await slots(said)).toMatchObject({ money: null, contracts: null, accountType: null, settled: [] }),
  );

  test.each<[said: string, known: Partial<Slots>]>([
    ["my contracts are closed, what now?", { contracts: "none" }],
    ["no money in it, no open contracts, how do i close it?", { money: "none", contracts: "none" }],
    ["i didnt receive my $300", { notice: null }],
  ])("%s", async (said, known) => expect(await slots(said)).toMatchObject(known));
});
