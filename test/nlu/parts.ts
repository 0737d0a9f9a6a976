import { afterAll } from "vitest";
import { interpret } from "../../src/nlu/interpret.ts";
import type { Interpretation, OpenQuestion } from "../../src/nlu/interpretation.ts";
import { loadInterpreter } from "../../src/nlu/load.ts";
import { dataPath } from "../../src/runtime/paths.ts";

/** A Tuesday. */
export const now = new Date("2026-11-24T10:00:00Z");

/** The real understanding with the real model; its thread ends with the tests of the file. */
export const parts = await loadInterpreter({
  utterances: dataPath("utterances", "en"),
  examples: dataPath("examples", "en"),
  distress: dataPath("distress", "en"),
});
afterAll(() => parts.recognizers.close());

export function meaningOf(
  text: string,
  question: OpenQuestion | null = null,
  lastTopic: string | null = null,
): Promise<Interpretation> {
  return interpret(text, { question, lastTopic, now }, parts);
}

/** The part of a meaning that a table of says and means compares. */
export async function inShort(
  text: string,
  question: OpenQuestion | null = null,
  lastTopic: string | null = null,
): Promise<unknown> {
  const meaning = await meaningOf(text, question, lastTopic);
  switch (meaning.kind) {
    case "choice":
      return meaning.choice;
    case "command":
      return meaning.command;
    case "topic":
      return meaning.topic;
    case "which":
      return meaning.topics;
    case "email":
      return meaning.heard.kind === "whole"
        ? meaning.heard.address
        : meaning.heard.kind === "unsure"
          ? meaning.heard.addresses
          : meaning.heard;
    case "moment":
      return meaning.moment.date ?? meaning.moment.days;
    case "text":
      return `"${meaning.text}"`;
    case "unsure":
      return "unsure";
    default:
      return meaning satisfies never;
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
