import { afterAll, expect, test } from "vitest";
import { startRecognizers } from "../../src/nlu/recognizers/recognizers.ts";
import { now } from "./parts.ts";

const recognizers = startRecognizers("en-us");
afterAll(() => recognizers.close());

test("questions asked at once are answered each on its own", async () => {
  const [yes, second, money] = await Promise.all([
    recognizers.recognize("yes-no", "yeah", now),
    recognizers.recognize("ordinal", "the second one", now),
    recognizers.recognize("money", "$340 pending", now),
  ]);
  expect(yes[0]?.resolution?.value).toBe(true);
  expect(second[0]?.resolution?.value).toBe("2");
  expect(money[0]?.resolution).toMatchObject({ value: "340", unit: "Dollar" });
});

test("T22: a text that costs too much gives nothing, within its limit, and the next is answered", async () => {
  const started = performance.now();
  const found = await recognizers.recognize("moment", "the 1st of 1 ".repeat(200), now);
  expect(found).toEqual([]);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect((await recognizers.recognize("moment", "yesterday", now))[0]?.text).toBe("yesterday");
});

test("a closed one gives nothing to what was still asked", async () => {
  const own = startRecognizers("en-us");
  const asked = own.recognize("moment", "yesterday", now);
  await new Promise((resolve) => setImmediate(resolve));
  await own.close();
  expect(await asked).toEqual([]);
});
