import { expect, test } from "vitest";
import { FairQueue } from "../../src/accounts/password-check-queue.ts";

const at = (wide: string, network = wide) => ({ wide, network });
const all = (queue: FairQueue<string>): string[] => {
  const taken: string[] = [];
  for (let item = queue.next(); item !== undefined; item = queue.next()) taken.push(item);
  return taken;
};

test("networks take turns, however many of one wait", () => {
  const queue = new FairQueue<string>(10);
  for (const item of ["a1", "a2", "a3"]) queue.push(at("a"), item);
  queue.push(at("b"), "b1");
  expect(all(queue)).toEqual(["a1", "b1", "a2", "a3"]);
});

test("many networks of one wide net have one net's turns together", () => {
  const queue = new FairQueue<string>(10);
  for (const item of ["n1", "n2", "n3"]) queue.push(at("wide", item), item);
  queue.push(at("b"), "b1");
  queue.push(at("b"), "b2");
  expect(all(queue)).toEqual(["n1", "b1", "n2", "b2", "n3"]);
});

test("whoever comes to a full queue takes the newest place of the busiest net, and not of one that has as little", () => {
  const queue = new FairQueue<string>(3);
  for (const item of ["a1", "a2"]) expect(queue.push(at("a"), item)).toBe(undefined);
  expect(queue.push(at("b"), "b1")).toBe(undefined);
  expect(queue.push(at("a"), "a3")).toBe("a3");
  expect(queue.push(at("b"), "b2")).toBe("b2");
  expect(queue.push(at("c"), "c1")).toBe("a2");
  expect(queue.push(at("d"), "d1")).toBe("d1");
  expect(all(queue)).toEqual(["a1", "b1", "c1"]);
});

test("whoever does not wait any more leaves no gap", () => {
  const queue = new FairQueue<string>(2);
  queue.push(at("a"), "a1");
  queue.push(at("b"), "b1");
  queue.remove("a1");
  expect(queue.size).toBe(1);
  expect(queue.push(at("c"), "c1")).toBe(undefined);
  expect(all(queue)).toEqual(["b1", "c1"]);
  expect(queue.size).toBe(0);
});
