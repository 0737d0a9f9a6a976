import { expect, test } from "vitest";
import { makePasswordChecks } from "../../src/accounts/password-check-queue.ts";

/** Work that goes on until it is let go. */
function held() {
  let begun = 0;
  const ends: (() => void)[] = [];
  const work = () => {
    begun += 1;
    return new Promise<string>((resolve) => ends.push(() => resolve("done")));
  };
  return { work, begun: () => begun, endOne: () => ends.shift()?.() };
}
const network = (name: string) => ({ network: name, wide: name });
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

test("T51: strangers wait for strangers, and whoever is known does not wait for them", async () => {
  const comparisons = makePasswordChecks();
  const [strangers, known] = [held(), held()];
  const asked = Array.from({ length: 10 }, (_, at) => comparisons.run(network(String(at)), strangers.work));
  await tick();
  expect(strangers.begun()).toBe(2);
  const one = comparisons.run({ account: "a1" }, known.work);
  const two = comparisons.run({ account: "a2" }, known.work);
  await tick();
  expect(known.begun()).toBe(2);
  for (const _ of [1, 2]) known.endOne();
  expect(await Promise.all([one, two])).toEqual(["done", "done"]);
  expect(strangers.begun()).toBe(2);
  for (let count = 0; count < 10; count++) {
    strangers.endOne();
    await tick();
  }
  expect(await Promise.all(asked)).toEqual(Array(10).fill("done"));
});

test("whoever finds no room to wait is told so at once", async () => {
  const comparisons = makePasswordChecks();
  const { work, endOne } = held();
  const asked = Array.from({ length: 100 }, () => comparisons.run(network("one"), work));
  expect(await Promise.race([asked.at(-1), tick()])).toBe(null);
  const another = comparisons.run(network("another"), work);
  for (let count = 0; count < 100; count++) {
    endOne();
    await tick();
  }
  expect(await another).toBe("done");
  expect((await Promise.all(asked)).filter((end) => end === null)).toHaveLength(35);
});

test("work that fails leaves its place to others", async () => {
  const comparisons = makePasswordChecks();
  const fail = () => Promise.reject(new Error("no"));
  for (let count = 0; count < 5; count++)
    await expect(comparisons.run(network("one"), fail)).rejects.toThrow("no");
  expect(await comparisons.run(network("one"), async () => "done")).toBe("done");
});
