import type { Guide } from "../../src/guide/guide.ts";

/** Everything in a guide that a person gets to read, each text with where it stands. */
export function wordsOf(guide: Guide): { at: string; text: string }[] {
  const options = (at: string, list: readonly { id: string; title: string }[]) =>
    list.map(({ id, title }) => ({ at: `${at}/${id}`, text: title }));
  return [
    ...guide.topics.flatMap(({ id, title, passages }) => [
      { at: id, text: title },
      ...passages.map((passage) => ({ at: passage.id, text: passage.text })),
    ]),
    ...guide.reasons.flatMap(({ id, title, check }) => [
      { at: id, text: title },
      ...(check ? [{ at: id, text: check.question }, ...options(id, check.options)] : []),
    ]),
    ...options("alternatives", guide.alternatives),
    ...guide.checklist.flatMap((item) => [
      ...[item.title, item.question, item.parked].map((text) => ({ at: item.id, text })),
      ...options(item.id, item.options),
    ]),
    ...guide.steps.flatMap((step) => [
      ...[step.title, step.question].map((text) => ({ at: step.id, text })),
      ...options(step.id, step.options),
    ]),
    ...(["deleted", "suspended"] as const).flatMap((id) => {
      const { questions, draft } = guide.restoration(id);
      return [
        { at: `${id} draft`, text: draft.template },
        ...draft.fields.map(({ id: field, question }) => ({ at: `${id}/${field}`, text: question })),
        ...questions.flatMap((one) => [
          { at: `${id}/${one.id}`, text: one.question },
          ...options(one.id, one.options),
        ]),
      ];
    }),
  ];
}
