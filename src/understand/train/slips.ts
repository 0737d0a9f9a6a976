const letters = "abcdefghijklmnopqrstuvwxyz";

/** A text with `count` random slips: a letter swapped with its neighbour, left out, doubled or replaced. */
export function withSlips(text: string, count: number, random: () => number): string {
  let slipped = text;
  for (let i = 0; i < count && slipped.length > 2; i++) {
    const at = Math.floor(random() * (slipped.length - 1));
    const [before, here, next, after] = [
      slipped.slice(0, at),
      slipped.charAt(at),
      slipped.charAt(at + 1),
      slipped.slice(at + 2),
    ];
    const other = letters.charAt(Math.floor(random() * letters.length));
    const slips = [next + here, next, here + here + next, other + next];
    slipped = before + slips[Math.floor(random() * slips.length)] + after;
  }
  return slipped;
}
