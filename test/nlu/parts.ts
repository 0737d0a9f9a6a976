import { afterAll } from "vitest";
import { interpret } from "../../src/nlu/interpret.ts";
import type { Interpretation, OpenQuestion } from "../../src/nlu/interpretation.ts";
import { languageFolders, loadInterpreter } from "../../src/nlu/load.ts";
import { dataPath } from "../../src/runtime/paths.ts";

/** A Tuesday. */
export const now = new Date("2026-11-24T10:00:00Z");

/** The real understanding with the real model; its thread ends with the tests of the file. */
export const parts = await loadInterpreter(languageFolders("en", dataPath));
afterAll(() => parts.recognizers.close());

export function meaningOf(
  text: string,
  question: OpenQuestion | null = null,
  lastTopic: string | null = null,
): Promise<Interpretation> {
  return interpret(
    text,
    {
      question,
      place: null,
      lastTopic,
      lastTitles: [],
      sideAnswered: false,
      money: null,
      answered: [],
      now,
    },
    parts,
  );
}

/** The part of a meaning that a table of says and means compares. */
export async function inShort(
  text: string,
  question: OpenQuestion | null = null,
  lastTopic: string | null = null,
): Promise<unknown> {
  const meaning = await meaningOf(text, question, lastTopic);
  const [act] = meaning.acts;
  switch (act?.act) {
    case "answer":
      return act.option;
    case "command":
      return act.command;
    case "ask":
      return act.topic;
    case "ask-which":
      return act.topics;
    case "email":
      return act.heard.kind === "whole"
        ? act.heard.address
        : act.heard.kind === "unsure"
          ? act.heard.addresses
          : act.heard;
    case "moment":
      return act.moment.date ?? act.moment.days;
    case "text":
      return `"${act.text}"`;
    case "wish":
      return `${act.denied ? "not " : ""}${act.id}`;
    case "about-question":
    case "about-desk":
      return `${act.act}: ${act.id}`;
    case "wait":
      return "wait";
    case "unclear":
      return "unsure";
    default:
      return act;
  }
}

export const finished: OpenQuestion = {
  takes: "choice",
  choices: [
    { id: "finished", title: "Yes, all finished", means: "yes" },
    { id: "open", title: "Not yet", means: "no" },
    { id: "unsure", title: "I'm not sure", means: "unsure" },
  ],
};

export const accountType: OpenQuestion = {
  takes: "choice",
  choices: [
    { id: "freelancer", title: "Freelancer" },
    { id: "client", title: "Client company", words: ["client"] },
    { id: "agency", title: "Agency" },
    { id: "team", title: "Member of a team" },
  ],
};

export const reason: OpenQuestion = {
  takes: "choice",
  choices: [
    { id: "unused", title: "I don't use it", topics: ["reason_inactive"] },
    { id: "feedback", title: "Bad feedback", topics: ["reason_feedback"] },
    { id: "other", title: "Something else" },
  ],
};

export const howLongAgo: OpenQuestion = {
  takes: "moment",
  choices: [{ id: "unknown", title: "I don't remember", means: "unsure" }],
};
export const address: OpenQuestion = { takes: "email", choices: [{ id: "here", title: "I wait here" }] };
export const ownWords: OpenQuestion = { takes: "text", choices: [{ id: "skip", title: "Skip" }] };
