import fc from "fast-check";
import { expect, test } from "vitest";
import { makeHeldMemory } from "../../../src/http/budgets/held-memory.ts";

const figures = { reserve: 0.5, perNetwork: 100, perWideNetwork: 300, ofStrangers: 1000 };
const from = (n: number) => ({ network: `10.${n % 5}.0.${n}`, wide: `10.${n % 5}.0.0/16` });

test("T53: nobody who asks first can hold more than a network's, a wide net's and all strangers' share", () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const holdings = makeHeldMemory(figures);
      const held: [number, number][] = [];
      for (const [n, bytes, release] of steps) {
        const [first] = held;
        if (release && first) {
          held.shift();
          holdings.hold(from(first[0]), -first[1]);
        }
        if (holdings.room(from(n)) < bytes) continue;
        holdings.hold(from(n), bytes);
        held.push([n, bytes]);
      }
      const sum = (of: (n: number) => boolean) =>
        held.filter(([n]) => of(n)).reduce((all, [, bytes]) => all + bytes, 0);
      for (let n = 0; n <= 40; n++) expect(sum((other) => other === n)).toBeLessThanOrEqual(100);
      for (let net = 0; net < 5; net++) expect(sum((n) => n % 5 === net)).toBeLessThanOrEqual(300);
      expect(holdings.held()).toBe(sum(() => true));
      expect(holdings.held()).toBeLessThanOrEqual(1000);
    }),
  );
});

test("T53: agents and conversations that run have a reserve, and this machine itself is not limited", () => {
  const holdings = makeHeldMemory(figures);
  holdings.hold(from(1), 100);
  expect([holdings.room(from(1)), holdings.room(from(1), true)]).toEqual([0, 50]);
  expect(holdings.room(null)).toBe(Number.POSITIVE_INFINITY);
  holdings.hold(from(1), -100);
  expect(holdings.room(from(1))).toBe(100);
});
