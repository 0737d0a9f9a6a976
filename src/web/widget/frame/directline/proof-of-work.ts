/** Computes the constants of SHA-256 (FIPS 180-4, sections 4.2.2 and 5.3.3). */
function fractions(count: number, root: (prime: number) => number): Int32Array {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
    if (divisor * divisor > candidate) found.push((root(candidate) % 1) * 2 ** 32);
  }
  return Int32Array.from(Uint32Array.from(found));
}

const constants = fractions(64, Math.cbrt);
const start = fractions(8, Math.sqrt);
const words = new Int32Array(64);
/** maximum text length that fits into one padded block, in bytes */
const longest = 55;

/** Loads a text of at most 55 ASCII characters into a padded block. Returns false when it is longer. */
function load(text: string): boolean {
  if (text.length > longest) return false;
  words.fill(0, 0, 16);
  for (let at = 0; at < text.length; at += 1)
    words[at >> 2] = word(at >> 2) | (text.charCodeAt(at) << (24 - 8 * (at & 3)));
  words[text.length >> 2] = word(text.length >> 2) | (0x80 << (24 - 8 * (text.length & 3)));
  words[15] = text.length * 8;
  return true;
}

const word = (at: number): number => words[at] as number;
const begin = (at: number): number => start[at] as number;
const rotateRight = (bits: number, by: number): number => (bits >>> by) | (bits << (32 - by));

/**
 * Returns the first 32 bits of the SHA-256 (FIPS 180-4) of at most 55 ASCII characters. The browser's own implementation
 * is asynchronous and requires https.
 */
export function hashBegins(text: string): number {
  if (!load(text)) throw new RangeError("too long for one block");
  for (let at = 16; at < 64; at += 1) {
    const before = word(at - 15);
    const last = word(at - 2);
    const one = rotateRight(before, 7) ^ rotateRight(before, 18) ^ (before >>> 3);
    const two = rotateRight(last, 17) ^ rotateRight(last, 19) ^ (last >>> 10);
    words[at] = (word(at - 16) + one + word(at - 7) + two) | 0;
  }
  let a = begin(0);
  let b = begin(1);
  let c = begin(2);
  let d = begin(3);
  let e = begin(4);
  let f = begin(5);
  let g = begin(6);
  let h = begin(7);
  for (let at = 0; at < 64; at += 1) {
    const sum = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const one = (h + sum + ((e & f) ^ (~e & g)) + (constants[at] as number) + word(at)) | 0;
    const two =
      ((rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (a + begin(0)) >>> 0;
}

/**
 * Proof of work: for each puzzle, a nonce such that the hash of `<challenge>:<puzzle>:<nonce>` starts with
 * `bits` zero bits.
 */
export interface ProofChallenge {
  challenge: string;
  puzzles: number;
  bits: number;
}

/** maximum blocking time per slice */
const sliceMs = 8;
const hashesBetweenLooks = 256;

/** Yields to the event loop. Unlike a timer it is not throttled in background tabs. */
const yieldToPage = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const received = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener("message", received, { once: true });
    port1.start();
    port2.postMessage(null);
  });

/** Solves the puzzles in short slices. */
export async function solve({ challenge, puzzles, bits }: ProofChallenge): Promise<number[]> {
  const nonces: number[] = [];
  let since = performance.now();
  for (let puzzle = 0; puzzle < puzzles; puzzle += 1) {
    const prefix = `${challenge}:${puzzle}:`;
    let nonce = 0;
    while (Math.clz32(hashBegins(prefix + nonce)) < bits) {
      nonce += 1;
      if (nonce % hashesBetweenLooks !== 0 || performance.now() - since < sliceMs) continue;
      await yieldToPage();
      since = performance.now();
    }
    nonces.push(nonce);
  }
  return nonces;
}
