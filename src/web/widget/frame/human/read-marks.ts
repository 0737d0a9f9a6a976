const restMs = 400;

/** Tells the desk how far the person has read, a moment after it changed, each mark once. */
export function makeReadMarks(tell: (upTo: number) => void): (watermark: string) => void {
  let told = 0;
  let read = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (watermark) => {
    read = Math.max(read, Number(watermark) || 0);
    if (read === told || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      told = read;
      tell(told);
    }, restMs);
  };
}
