import { describe, expect, test } from "vitest";
import { loadDistress } from "../../../src/nlu/distress/distress.ts";
import { dataPath } from "../../../src/runtime/paths.ts";
import { forms } from "../forms.ts";

const find = await loadDistress(dataPath("distress", "en"));

const fillings = {
  point: ["point", "sense", "reason"],
  living: ["living", "being alive", "to live anymore"],
  because: [
    "if i cant feed my kids",
    "if i cannot pay my rent",
    "when they keep my money",
    "without my account",
    "now that they banned me",
    "with all this debt",
  ],
  they: ["they", "upwork", "the support"],
  says: ["say", "says", "write", "wrote that", "claim that", "told me"],
  picture: ["photo", "profile photo", "picture", "id photo"],
  who: ["somebody", "someone else", "a stranger", "a hacker"],
  thing: ["app", "website", "waiting", "form", "fee"],
};

describe("nobody is left alone who sees no point in living without money or account", () => {
  test.each([
    "no {point} {living} {because}",
    "i see no {point} in living {because}",
    "there is no {point} in living {because}",
    "what is the point of living {because}",
    "why should i live {because}",
    "living makes no sense {because}",
    "my life has no meaning {because}",
    "i lost my will to live {because}",
    "i dont want to live {because}",
    "might as well be dead {because}",
    "what do i live for {because}",
  ])("%s", (form) => {
    const missed = forms(form, fillings).filter((text) => find(text) !== "crisis");
    expect(missed).toEqual([]);
  });
});

describe("somebody else in the account is a matter of security", () => {
  test.each([
    "{who} logged in to my account",
    "{who} changed my password and my email",
    "{who} is using my account",
    "my account was hacked, {who} is in it",
    "{who} withdrew my money",
    "{who} uses my photo on another profile",
  ])("%s", (form) => {
    const missed = forms(form, fillings).filter((text) => find(text) !== "security");
    expect(missed).toEqual([]);
  });
});

describe("idioms and complaints of Upwork's are no distress", () => {
  test.each([
    "this {thing} is killing me",
    "the {thing} kills me",
    "im dying to leave",
    "i am dying to get out of there",
    "its a dead account",
    "my account is dead, no activity",
    "this is a dead end",
    "no point in staying there {because}",
    "there is no point keeping it",
    "no point working there when the fees are so high",
    "i cant live with these fees",
    "whats the point of living off gigs",
    "i would kill for a break",
    "over my dead body",
    "{they} {says} my {picture} was not me",
    "{they} {says} my {picture} is not mine",
    "{they} {says} the {picture} does not match me",
    "{they} {says} i am not the person on my id",
    "my id was refused because my {picture} is not me",
    "{they} claim i let {who} use my account",
    "{they} think that {who} works with my account",
    "{they} accuse me of a fake identity",
    "{they} want me to verify my identity",
    "suspended for identity theft, {they} said",
  ])("%s", (form) => {
    const wrong = forms(form, fillings).filter((text) => find(text) !== null);
    expect(wrong).toEqual([]);
  });
});
