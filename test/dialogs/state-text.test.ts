import { expect, test } from "vitest";
import { type AnsweredStep, ConversationState, emptyState, stateText } from "../../dialogs/state.ts";

const answered = (answer: string | null): AnsweredStep => ({
  nonce: `nonce of ${answer}`,
  at: ["root.fork", "weigh.reason"],
  answer,
  before: { reason: null, checklist: { payments: "open" } },
});

test("the text of a state is the state, however often and with whichever trail it is written", () => {
  const state = emptyState("v", new Date("2026-03-10T10:00:00.000Z"));
  const read = () => ConversationState.parse(JSON.parse(stateText(state)));
  expect(read()).toEqual(state);
  state.trail.push(answered("a"), answered('with "quotes"'), answered(null));
  state.told.push("decide.three");
  expect(read()).toEqual(state);
  state.trail.splice(1);
  state.trail.push(answered("another"));
  expect(read()).toEqual(state);
});

test("a list that lost items and grew again to its old length is written as it is now", () => {
  const state = emptyState("v", new Date("2026-03-10T10:00:00.000Z"));
  const read = () => ConversationState.parse(JSON.parse(stateText(state)));
  state.trail.push(answered("first"), answered("second"), answered("third"));
  state.told.push("one", "two");
  expect(read()).toEqual(state);
  state.trail.shift();
  state.trail.push(answered("fourth"));
  state.told.splice(0, 2, "three", "four");
  expect(read()).toEqual(state);
  state.trail.splice(0);
  expect(read()).toEqual(state);
});
