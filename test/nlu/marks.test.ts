import { describe, expect, test } from "vitest";
import { saysUnknown, unknownIn } from "../../dialogs/answerability.ts";
import { loadGuide } from "../../src/guide/guide.ts";
import { loadMessages } from "../../src/guide/messages.ts";
import { type QuestionKind, questionKinds, things } from "../../src/guide/schema.ts";
import { dataPath } from "../../src/runtime/paths.ts";
import { parts } from "./parts.ts";

const guide = await loadGuide(dataPath("guide", "en"));
const words = loadMessages(dataPath("phrases", "en"));

type Special = Exclude<QuestionKind, "what" | "how" | "why">;

/** A question of each kind, and what a text shows that answers one. */
const kinds: Record<Special, { asked: string; answer: RegExp }> = {
  "how-long": {
    asked: "how long does that take?",
    answer: /\b(\d+|a few|some|two|three) (day|week|month|hour|minute)s?\b/i,
  },
  when: {
    asked: "when will that be done?",
    answer: /\b(on|by|until) (\d|(Mon|Tues|Wednes|Thurs|Fri)day|tomorrow)/i,
  },
  "how-much": { asked: "how much does that cost?", answer: /[$€£%]|\bfees?\b|free of charge|\bpercent\b/i },
  "how-many": {
    asked: "how often can i do that?",
    answer:
      /\b(two|three|four|five|six) (?:things|ideas|ways)|\b(three|four) checks|^Instead, set .* or |^Refresh .* or /i,
  },
  "how-likely": {
    asked: "how likely is that?",
    answer: /\b(likely|unlikely|probably|most people|odds|chances are)\b/i,
  },
  contact: { asked: "what is the phone number for that?", answer: /https?:|www\.|\S@\S|\+?\d[\d -]{5,}/i },
  where: {
    asked: "where do i click for that?",
    answer:
      /at the top right|\bmenu\b|"Contact Info"|on that page|in the settings|is the button|^Find ".*" there|confirm with "/,
  },
  setting: {
    asked: "which button hides it?",
    answer: /\bclick (?!it)[^.]*\b(hide|pause|private|invisible)\b/i,
  },
  who: { asked: "who exactly does that?", answer: /\b(department|team of|Mr|Ms)\b/ },
  fate: {
    asked: "what happens to my reviews if i delete?",
    answer:
      /\b(Deleting removes|would also remove|you lose|also lose|stays? intact|is left open|is left open)\b|^You'd lose|payments first\.|Close your contracts|pending payments|open invoices/i,
  },
  part: { asked: "can i delete only one of them?", answer: /\b(only|just) (one|some|part) of\b/i },
  allowed: {
    asked: "is that legal?",
    answer: /\bconditions\b|\bis (not )?allowed\b|\bforbidden\b|\blegal\b/i,
  },
  cause: { asked: "why was my account suspended?", answer: /\b(was|were) suspended (because|for)\b/i },
  beyond: { asked: "can i create a second account?", answer: /\b(second|new|another) account\b/i },
};
const special = Object.keys(kinds) as Special[];
const passages = [...guide.passages.values()];

describe.each(passages.map((passage) => [passage.id, passage] as const))(
  "%s",
  (_, { id, answers, text, ...passage }) => {
    test.each(special)("is marked for the kind %s if its text answers one, and only then", (kind) => {
      expect(answers.includes(kind)).toBe(kinds[kind].answer.test(text));
    });

    test.each(special)("answers a question of the kind %s as it is marked", (kind) => {
      const asked = parts.asksFor(kinds[kind].asked);
      expect(asked.kinds).toEqual([kind]);
      const unknown = unknownIn(guide, [id], asked);
      if (kind === "fate") expect(unknown).toBeNull();
      else expect(unknown).toEqual(answers.includes(kind) ? null : { kind });
    });

    test("speaks of each thing that it is marked for; the occasion may be understood", () => {
      const named = passage.things.filter((thing) => !["deleting", "pausing"].includes(thing));
      const read = named.filter((thing) => {
        const asked = parts.asksFor(`What happens to that: ${text.replaceAll(/[.!?]/g, ",")}?`);
        return asked.things.includes(thing);
      });
      expect(read).toEqual(named);
    });
  },
);

describe("what is said of what is not known", () => {
  test.each(things)("a question after %s is about it, by the name that it has in answers", (thing) => {
    const said = words(`things.${thing}`);
    const asked = parts.asksFor(`what happens to ${said}?`);
    expect(asked.kinds).toContain("fate");
    expect(asked.things).toContain(thing);
    const isNamed = passages.some((passage) => passage.things.includes(thing));
    const unknown = unknownIn(guide, [], { kinds: ["fate"], things: [thing], polar: null });
    expect(unknown).toEqual(isNamed ? null : { kind: "fate", thing });
    if (unknown) expect(saysUnknown({ words }, unknown)).toContain(said);
  });

  test.each(special.filter((kind) => kind !== "fate"))("%s is said in one short sentence", (kind) => {
    const said = saysUnknown({ words }, { kind });
    expect(said.split(/\s+/).length).toBeLessThanOrEqual(12);
    expect(said).toMatch(/^I (don't|can't)[^.]*\.$/);
  });

  test("every kind of question has its row here", () => {
    expect([...special, "what", "how", "why"].sort()).toEqual([...questionKinds].sort());
  });
});
