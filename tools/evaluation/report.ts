import type { Calibration } from "../../src/nlu/topics/decision.ts";
import type { AnswerabilityFigures } from "./answerability.ts";
import type { Measured } from "./measure.ts";
import { type Figures, isDirect, isWrong, type Judged } from "./metrics.ts";

/** Renders the report of `npm run understand:test` as Markdown. */
export function report(
  measured: Measured,
  about: {
    examples: number;
    topics: number;
    loadMs: number;
    calibration: Calibration;
    answerability: readonly AnswerabilityFigures[];
    notes: string;
  },
): string {
  const { crossValidation, kept, dev, ablation, cpu } = measured;
  return `${[
    "# How well texts are understood",
    `${about.examples} examples of ${about.topics} topics. Made by \`npm run understand:test\`; not edited by hand.`,
    `Thresholds, from cross-validation: act from a lead of ${about.calibration.lead.toFixed(2)}, ask which from ${about.calibration.which.toFixed(2)}, refuse from ${about.calibration.refuse.toFixed(2)}.`,
    `Fitted to either half of the held-out texts: ${crossValidation.halves.map(({ lead, refuse }) => `a lead of ${lead.toFixed(2)}, refuse from ${refuse.toFixed(2)}`).join("; ")}.`,
    "## Figures",
    table(
      [
        "texts",
        "number",
        "right at once",
        "or among three",
        "wrong at once",
        "asked",
        "refused",
        "unsure",
        "not for the guide",
        "recognised",
        "taken for a topic",
      ],
      [
        ...crossValidation.rows.map(({ name, figures }) => [name, ...row(figures)]),
        ...kept.map(({ name, figures }) => [`kept apart: ${name}`, ...row(figures)]),
        ["dev.jsonl", ...row(dev.figures)],
      ],
    ),
    `Out-of-scope against guide, area under the curve in cross-validation: ${percent(crossValidation.auroc)}.`,
    "## Whether the guide answers a question",
    table(
      [
        "part of answerability.jsonl",
        "answered by the guide",
        "told so",
        "not answered by it",
        "recognised",
        "precision",
      ],
      about.answerability.map(answerabilityRow),
    ),
    table(
      ["CPU a text", "p50, ms", "p95, ms"],
      cpu.map(({ way, p50, p95 }) => [way, p50.toFixed(2), p95.toFixed(2)]),
    ),
    `Model: ${(measured.modelBytes / 1e6).toFixed(1)} MB, loaded in ${about.loadMs.toFixed(0)} ms.`,
    "## What each part brings, on a quarter kept apart",
    table(
      ["without", "likeliest is right", "or among three", "guide against the rest"],
      ablation.map(({ without, right, amongThree, auroc }) => [
        without,
        percent(right),
        percent(amongThree),
        percent(auroc),
      ]),
    ),
    "## By topic, cross-validation",
    table(["topic", "texts", "right at once", "wrong at once"], byTopic(crossValidation.judged)),
    "## What is taken for what, cross-validation",
    table(["is", "taken for", "times", "for example"], confusions(crossValidation.judged).slice(0, 25)),
    about.notes.trim(),
    "## dev.jsonl, what is not right at once",
    table(["text", "right", "answer"], dev.judged.filter((one) => !isDirect(one)).map(shown)),
  ].join("\n\n")}\n`;
}

/** Of the questions that the guide answers, how many are answered; of the others, how many are recognised, and how many of those said to be such are. */
function answerabilityRow(half: AnswerabilityFigures): string[] {
  const recognised = half.unanswerable - half.answered.length;
  return [
    half.name,
    String(half.answerable),
    percent(1 - half.refused.length / half.answerable),
    String(half.unanswerable),
    percent(recognised / half.unanswerable),
    percent(recognised / (recognised + half.refused.length)),
  ];
}

function row(figures: Figures): string[] {
  return [
    String(figures.texts),
    percent(figures.direct),
    percent(figures.served),
    percent(figures.wrong),
    percent(figures.asked),
    percent(figures.refused),
    percent(figures.unsure),
    String(figures.noneTexts),
    percent(figures.recognised),
    percent(figures.taken),
  ];
}

function byTopic(judged: readonly Judged[]): string[][] {
  const topics = [...new Set(judged.map(({ accept }) => accept[0] ?? ""))].sort();
  return topics.map((topic) => {
    const texts = judged.filter(({ accept }) => accept[0] === topic);
    const share = (test: (one: Judged) => boolean) => percent(texts.filter(test).length / texts.length);
    return [topic, String(texts.length), share(isDirect), share(isWrong)];
  });
}

function confusions(judged: readonly Judged[]): string[][] {
  const pairs = new Map<string, Judged[]>();
  for (const one of judged) {
    if (one.guess.topic === null || isDirect(one) || one.guess.alternatives.length > 0) continue;
    const pair = `${one.accept[0]} ${one.guess.topic}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), one]);
  }
  return [...pairs]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([pair, texts]) => [...pair.split(" "), String(texts.length), cell(texts[0]?.text ?? "")]);
}

function shown({ text, accept, guess }: Judged): string[] {
  const answer = [guess.topic ?? "unsure", ...guess.alternatives.map(({ topic }) => topic)].join(", ");
  return [cell(text), accept.join(", "), `${answer} (${guess.score.toFixed(2)})`];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").slice(0, 120);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
