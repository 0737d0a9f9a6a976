import fc from "fast-check";
import { expect, test } from "vitest";
import { CpuShare } from "../../src/bot/turn-queue.ts";

test("T49: what runs alone is charged all, what runs side by side is charged its part", () => {
  let used = 100;
  const cpu = new CpuShare(() => used);
  const first = cpu.begin();
  used += 10;
  const second = cpu.begin();
  used += 20;
  expect(second()).toBe(10);
  used += 5;
  expect(first()).toBe(25);
  used += 50;
  const third = cpu.begin();
  expect(third()).toBe(0);
});

test("T49: all together are charged what was used while anything ran, and no more", () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let used = 0;
      let busy = 0;
      let charged = 0;
      const cpu = new CpuShare(() => used);
      const running: (() => number)[] = [];
      for (const [begins, passes] of steps) {
        if (begins) running.push(cpu.begin());
        else charged += running.shift()?.() ?? 0;
        used += passes;
        if (running.length > 0) busy += passes;
      }
      for (const end of running) charged += end();
      expect(charged).toBeCloseTo(busy, 6);
    }),
  );
});
