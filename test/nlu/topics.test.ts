import { describe, expect, test } from "vitest";
import { guessTopic } from "../../src/nlu/topics/topic-guess.ts";
import { inShort, meaningOf, parts } from "./parts.ts";

describe("one-word commands and their typos", () => {
  test.each([
    ["help", "help"],
    ["hepl", "help"],
    ["halp", "help"],
    ["cancle", "cancel"],
    ["sotp", "cancel"],
    ["bakc", "back"],
    ["restrat", "restart"],
    ["strat over", "restart"],
    ["persn", "human"],
    ["agnet", "human"],
    ["thnaks", "thanks"],
    ["send me a cpy", "copy"],
    ["delete this caht", "erase"],
    ["HELLO", "greeting"],
    ["tnnx", "thanks"],
    ["gent", "human"],
    ["abrot", "cancel"],
    ["cay", "bye"],
  ])("%s", async (said, means) => expect(await inShort(said)).toBe(means));
});

describe("the desk's own copies are not the account at Upwork", () => {
  test.each([
    ["delete this chat", "erase"],
    ["please erase what you keep about me", "erase"],
    ["delete my account", "delete"],
    ["send me a copy of our talk", "copy"],
    ["dont delete the chat, send it to me", "not erase"],
  ])("%s", async (said, means) => expect(await inShort(said)).toBe(means));
});

describe("a copy of the account is not the desk's to give", () => {
  test.each(["send me a copy of my account data", "i want a copy of what upwork stores about my account"])(
    "%s",
    async (said) => expect(await inShort(said)).toBe("not_in_guide"),
  );
});

describe("a wish that somebody else deletes the account", () => {
  test.each([
    ["i want my account deleted", "delete"],
    ["get my account deleted", "steps"],
    ["have my profile removed please", "steps"],
    ["delete my account for me", "delete"],
    ["would you get my account closed", "steps"],
  ])("%s", async (said, means) => expect(await inShort(said)).toBe(means));
});

describe("a text that names no matter", () => {
  test.each([
    "it is what it is",
    "I mean the other one",
    "the thing",
    "kjhf",
    "qwzx kjhf plmn",
    "im a freelancer",
    "such things, you know",
  ])("%s begins nothing", async (said) => expect(await inShort(said)).toBe("unsure"));
  test("hmm begins nothing, and waits", async () => expect(await inShort("hmm")).toBe("wait"));
  test.each(["kjhf", "qwzx kjhf plmn"])("%s is out of scope on the command line", (said) =>
    expect(guessTopic(said, null, parts).topic).toBe("oos"),
  );
});

describe("needs as people put them", () => {
  test.each([
    ["GIVE ME MY ACCOUNT BACK NOW", "restore"],
    ["closed it by mistake 3 weeks ago", "restore_deleted"],
    ["they froze me over id, is leaving my only option", "reason_suspension"],
    ["how many connects do i need for a proposal", "not_in_guide"],
    ["whats the weather like", "oos"],
    ["i get no jobs at all", "alt_strategy"],
  ])("%s", async (said, means) => expect(await inShort(said)).toBe(means));
});

describe("what is denied", () => {
  test.each([
    ["I don't want to delete", "steps"],
    ["dont delete!! just hide me", "steps"],
    ["not suspended, just private", "restore_suspended"],
    ["I do not want a pause, I want it deleted", "alt_pause"],
    ["i dont need a person, just tell me what you can do", "human"],
  ])("%s", (said, denied) => {
    const guess = guessTopic(said, null, parts);
    expect(guess.negated).toContain(denied);
    expect([guess.topic, ...guess.alternatives.map(({ topic }) => topic)]).not.toContain(denied);
  });
  test.each([
    "i dont know how to delete",
    "why not delete it",
    "should i delete or not",
    "no option to close it",
  ])("%s denies nothing", (said) => expect(guessTopic(said, null, parts).negated).toEqual([]));
  test("the wish beside it is still heard", async () => {
    expect(await inShort("dont delete!! just hide me")).toBe("break");
  });
});

describe("several matters at once", () => {
  test("what protects the person comes first, the others are kept", async () => {
    const meaning = await meaningOf("suspended and also 200 dollars pending, want to close");
    expect(meaning.guess.topic).toBe("reason_suspension");
    expect(meaning.acts).toContainEqual(expect.objectContaining({ act: "ask", topic: "reason_suspension" }));
    expect(meaning.guess.alternatives.map(({ topic }) => topic)).toEqual(["steps_contracts", "steps"]);
  });
  test("one matter in two clauses stays one", async () => {
    expect((await meaningOf("i never use it and i am worried about my data")).guess.alternatives).toEqual([]);
  });
});

describe("follow-ups", () => {
  test.each([
    ["how?", "alt_pause", "alt_pause"],
    ["tell me more", "consequences", "more"],
    ["where do I click", "alt_visibility", "clicks"],
    ["where do I click", "steps", "clicks"],
    ["and the reviews?", "steps", "consequences"],
  ])("%s after %s", async (said, last, means) => expect(await inShort(said, null, last)).toBe(means));
});

describe("anger", () => {
  test.each([
    "useless bot",
    "WHY IS NOBODY HELPING ME WITH THIS",
    "this is fucking ridiculous",
    "ANSWER ME NOW!!",
  ])("%s", async (said) => expect((await meaningOf(said)).anger).toBe(true));
  test.each(["i made a stupid mistake and closed it", "ID OK", "how do i close it", "OK"])(
    "%s is none",
    async (said) => expect((await meaningOf(said)).anger).toBe(false),
  );
});

test("of a 2,000-character ramble the beginning and the end are heard", async () => {
  const ramble = "so there was this project and that one and then again another one and on it went. ".repeat(
    24,
  );
  expect(ramble.length).toBeGreaterThan(1_900);
  expect(await inShort(`hi there. ${ramble} so how do i delete my account`)).toBe("steps");
});
