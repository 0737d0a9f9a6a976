/** Topics of which one holds the others: its answer serves when it is not clear which of them is meant. */
const families: Readonly<Record<string, readonly string[]>> = {
  steps: ["steps_navigate"],
  restore: ["restore_deleted", "restore_suspended"],
};

/** The family of a topic: the one that holds the others first. A topic without a family is one of its own. */
export function familyOf(topic: string): readonly string[] {
  const [held] = Object.entries(families).filter(
    ([whole, parts]) => whole === topic || parts.includes(topic),
  );
  return held === undefined ? [topic] : [held[0], ...held[1]];
}

/** Whether one of two topics holds the other, so that the answer to one serves a question for the other. */
export function serves(given: string, asked: string): boolean {
  return (
    given === asked || families[given]?.includes(asked) === true || families[asked]?.includes(given) === true
  );
}
