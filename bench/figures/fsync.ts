import { open } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { median } from "../numbers.ts";
import { withFolder } from "../variants.ts";

const times = 300;

/** The median time in milliseconds to make a small append durable on this disk. */
export const measureSync = (): Promise<number> =>
  withFolder(async (folder) => {
    const file = await open(path.join(folder, "append.log"), "a");
    const took: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const began = performance.now();
      await file.write("a line of a journal\n".repeat(40));
      await file.datasync();
      took.push(performance.now() - began);
    }
    await file.close();
    return median(took);
  });
