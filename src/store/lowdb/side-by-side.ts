/** Does all the work, `count` pieces at a time. Begins nothing more after the first failure, and throws it once the others have ended. */
export async function sideBySide(count: number, work: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  const rest = work.values();
  const lane = async () => {
    for (const piece of rest) {
      if (failures.length > 0) return;
      await piece().catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  if (failures.length > 0) throw failures[0];
}
