import { hashBegins } from "./sha-256.ts";

/** What the desk asks for: for each puzzle a nonce with which the hash of `<challenge>:<puzzle>:<nonce>` begins with so many zero bits. */
export interface Challenge {
  challenge: string;
  puzzles: number;
  bits: number;
}

/** so long the page waits at most for whatever else it has to do */
const sliceMs = 8;
const hashesBetweenLooks = 256;

/** Lets the page do what it has to; unlike a timer it is not slowed down in a page that is not looked at. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const heard = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener("message", heard, { once: true });
    port1.start();
    port2.postMessage(null);
  });

/** Does the work in small slices. */
export async function solve({ challenge, puzzles, bits }: Challenge): Promise<number[]> {
  const nonces: number[] = [];
  let since = performance.now();
  for (let puzzle = 0; puzzle < puzzles; puzzle += 1) {
    const prefix = `${challenge}:${puzzle}:`;
    let nonce = 0;
    while (Math.clz32(hashBegins(prefix + nonce)) < bits) {
      nonce += 1;
      if (nonce % hashesBetweenLooks !== 0 || performance.now() - since < sliceMs) continue;
      await breathe();
      since = performance.now();
    }
    nonces.push(nonce);
  }
  return nonces;
}
