import { evidenceFor } from "../../src/nlu/answers/option-evidence.ts";
import { indexPlace, NOTHING } from "../../src/nlu/answers/option-likeness.ts";
import { likenessParts, scoreOf } from "../../src/nlu/answers/option-matcher.ts";
import type { OptionModel } from "../../src/nlu/model/option-model.ts";
import type { TopicClassifier } from "../../src/nlu/topics/classifier.ts";

/** Match of one text; `right` is null when the text answers nothing. */
export interface Judged {
  text: string;
  place: string;
  right: string | null;
  best: string | null;
  score: number;
  second: number;
}

/** Similarity from which two examples count as near duplicates. */
const KIN = 0.8;

/** Matches each example answer against the others of its step; optionally without near duplicates. */
export function leaveOneOut(model: OptionModel, topics: TopicClassifier, withoutKin: boolean): Judged[] {
  const parts = likenessParts(model, topics);
  const read = topics.reader(model.words);
  return Object.keys(model.places).flatMap((place) => {
    const index = indexPlace(place, parts);
    if (index === undefined) return [];
    return index.texts.flatMap((text, example): Judged[] => {
      const said = read(model.texts[text] ?? "");
      const evidence = evidenceFor(
        said,
        index,
        parts,
        (other, alike) => other === example || (withoutKin && alike > KIN),
      );
      const ranked = index.options
        .map((option, at) => ({ option, score: scoreOf(evidence[at] ?? [], model.calibration) }))
        .sort((a, b) => b.score - a.score);
      return [
        {
          text: said.folded,
          place,
          right: index.options[index.optionOf[example] ?? NOTHING] ?? null,
          best: ranked[0]?.option ?? null,
          score: ranked[0]?.score ?? 0,
          second: ranked[1]?.score ?? 0,
        },
      ];
    });
  });
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? "-" : `${((part / whole) * 100).toFixed(1)} %`;

/** Returns the accuracy of the likeliest option, and the share accepted at each score threshold. */
export function curve(judged: readonly Judged[]): string {
  const answers = judged.filter(({ right }) => right !== null);
  const beside = judged.filter(({ right }) => right === null);
  const isRight = ({ best, right }: Judged): boolean => best === right;
  const rows = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((floor) => {
    const taken = answers.filter(({ score }) => score >= floor);
    return [
      floor.toFixed(2),
      percent(taken.length, answers.length),
      percent(taken.filter(isRight).length, taken.length),
      percent(beside.filter(({ score }) => score >= floor).length, beside.length),
    ].join(" | ");
  });
  return [
    `${answers.length} answers, likeliest right ${percent(answers.filter(isRight).length, answers.length)}; ${beside.length} beside the question`,
    "score from | taken | of these right | beside taken",
    ...rows,
  ].join("\n");
}
