/**
 * Does all the work, `count` pieces at a time. Begins nothing more once `enough` says so or a piece has failed, and
 * throws that failure when the others have ended.
 */
export async function sideBySide(
  count: number,
  work: readonly (() => Promise<void>)[],
  enough: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  const rest = work.values();
  const lane = async () => {
    for (const piece of rest) {
      if (failures.length > 0 || enough()) return;
      await piece().catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  if (failures.length > 0) throw failures[0];
}
