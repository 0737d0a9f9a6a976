import { expect, test } from "vitest";
import { interpret } from "../../../src/nlu/interpret.ts";
import { forms } from "../forms.ts";
import { finished, now, parts } from "../parts.ts";

/** What is said at the question about payments, once the contracts were said to be closed. */
async function correctedTo(text: string): Promise<string | undefined> {
  const question = {
    ...finished,
    choices: [
      { id: "done", title: "All settled, or none", means: "yes" as const },
      { id: "not-yet", title: "Not yet", means: "no" as const },
      { id: "dispute-or-balance", title: "Dispute or money owed" },
    ],
  };
  const { acts } = await interpret(
    text,
    {
      question,
      place: "checklist.payments",
      lastTopic: null,
      lastTitles: [],
      sideAnswered: false,
      money: null,
      answered: [{ index: 3, place: "checklist.contracts", option: "done" }],
      now,
    },
    parts,
  );
  const [first] = acts;
  return first?.act === "correct" ? first.option : undefined;
}

const fillings = {
  cue: [
    "oh wait i lied",
    "scratch that",
    "strike that",
    "i told you wrong",
    "sorry, i misspoke",
    "i said it wrong",
    "i take that back",
    "now i remember",
    "i was mistaken",
    "let me correct that",
    "on second thought",
    "oops",
  ],
  open: [
    "1 contract is still running",
    "one contract is still open",
    "i still have an open contract",
    "there is one contract left",
  ],
};

test.each(fillings.cue)("an answer is taken back with “%s”", async (cue) => {
  const said = fillings.open.flatMap((open) => forms(`${cue}, {open}`, { open: [open] }));
  const heard = await Promise.all(said.map(async (text) => ({ text, to: await correctedTo(text) })));
  expect(heard.filter(({ to }) => to !== "not-yet")).toEqual([]);
});

test.each([
  "my payment is still pending",
  "yes all settled",
  "what is a contract?",
  "i take money out tomorrow",
])("nothing is taken back with “%s”", async (text) => expect(await correctedTo(text)).toBeUndefined());
