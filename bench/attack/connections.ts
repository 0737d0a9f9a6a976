import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectFolder } from "../../src/runtime/paths.ts";
import { spawn } from "../../test/own/spawn.ts";
import { median } from "../numbers.ts";
import { type AttackedDesk, attackDesk } from "./attacked-desk.ts";
import { connectionsOn, openFilesLimit } from "./machine.ts";
import { sayHello } from "./person.ts";

/** How people were answered while connections were held open. */
export interface Answered {
  held: number;
  tries: number;
  answered: number;
  /** milliseconds from a message to its answer; infinite for somebody who was not answered */
  median: number;
  longest: number;
}

const spare = 600;

/** Why so many connections cannot be held on this machine; null: they can. */
export const cannotHold = (count: number): string | null =>
  openFilesLimit() < count + spare
    ? `a process may have ${openFilesLimit()} files open here, ${count + spare} are needed`
    : null;

/** Holds connections from so many addresses while somebody else works. */
async function holding<T>(
  { port }: AttackedDesk,
  { count, addresses }: { count: number; addresses: number },
  work: () => Promise<T>,
): Promise<T> {
  const program = path.join(projectFolder, "bench/attack/hold.mjs");
  const holder = spawn(process.execPath, [program, port, count, addresses, 0].map(String), {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = once(holder, "exit");
  try {
    await once(holder.stdout, "data");
    return await work();
  } finally {
    holder.stdin.end();
    await gone;
  }
}

/** Talks as a new person, again and again, while half-open requests are held. */
export const connectionFlood = (
  tree: string,
  { count, addresses, tries }: { count: number; addresses: number; tries: number },
): Promise<Answered> =>
  attackDesk(tree, { PUBLIC_URL: "https://desk.example", LOG_LEVEL: "silent" }, (desk) =>
    holding(desk, { count, addresses }, async () => {
      const times: number[] = [];
      let held = 0;
      for (let person = 0; person < tries; person += 1) {
        times.push((await sayHello(desk.url, `127.0.240.${1 + person}`)) ?? Number.POSITIVE_INFINITY);
        held = Math.max(held, connectionsOn(desk.port));
        await sleep(200);
      }
      const answered = times.filter(Number.isFinite).length;
      return { held, tries, answered, median: median(times), longest: Math.max(...times) };
    }),
  );
