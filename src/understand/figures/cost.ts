/** Milliseconds of CPU of a call, p50 and p95 over all texts, after a warm-up. */
export function cpuOf(
  texts: readonly string[],
  call: (text: string) => unknown,
): { p50: number; p95: number } {
  for (const text of texts) call(text);
  const costs = texts.map((text) => {
    const before = process.cpuUsage();
    call(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  costs.sort((a, b) => a - b);
  const at = (share: number) => costs[Math.min(costs.length - 1, Math.floor(costs.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
