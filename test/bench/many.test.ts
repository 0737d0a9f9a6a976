import { setTimeout as later } from "node:timers/promises";
import { expect, test } from "vitest";
import { conversationMany } from "../../bench/driver/many.ts";

test("so many talks go on at a time, and each is counted with its first words", async () => {
  let [open, most] = [0, 0];
  const load = await conversationMany(
    async () => {
      open += 1;
      most = Math.max(most, open);
      let left = 3;
      return {
        answer: async () => {
          await later(5);
          left -= 1;
          return left >= 0;
        },
        end: () => {
          open -= 1;
        },
      };
    },
    { parallel: 4, seconds: 0.3 },
  );
  expect(most).toBe(4);
  expect(open).toBe(0);
  expect(load.finished).toBeGreaterThan(4);
  expect(load.turnsOfFinished).toBe(load.finished * 4);
  expect(load.p50).toBeGreaterThanOrEqual(4);
});

test("a bot that fails ends the measurement with its error", async () => {
  const broken = async () => {
    throw new Error("the bot is gone");
  };
  await expect(conversationMany(broken, { parallel: 2, seconds: 1 })).rejects.toThrow("the bot is gone");
});
