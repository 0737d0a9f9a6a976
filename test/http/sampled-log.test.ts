import { expect, test, vi } from "vitest";
import { byNetwork, sampleLog } from "../../src/http/log-sampling.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { ask } from "../directline/ask.ts";
import { openEchoDesk } from "../directline/echo-desk.ts";

function logged(most: number, more: Parameters<typeof sampleLog>[2] = {}) {
  const lines: string[] = [];
  const log = sampleLog(makeLog("debug", { write: (text: string) => void lines.push(text) }), most, more);
  const told = () => lines.splice(0).map((line) => JSON.parse(line));
  return { log, told };
}

test("T58: of one kind there are so many lines a minute, then one that says how many there were besides", () => {
  vi.useFakeTimers();
  const { log, told } = logged(3);
  for (let n = 0; n < 1000; n++) log.info({ code: "not-yours", n }, "refused");
  expect(told()).toMatchObject([{ n: 0 }, { n: 1 }, { n: 2 }]);
  vi.advanceTimersByTime(60_000);
  expect(told()).toMatchObject([
    { level: 30, msg: "left out", event: "refused", code: "not-yours", lines: 997 },
  ]);
  log.info({ code: "not-yours", n: 1000 }, "refused");
  vi.advanceTimersByTime(60_000);
  expect(told()).toMatchObject([{ n: 1000 }]);
  vi.useRealTimers();
});

test("T58: another kind, code or level is not silenced, and made-up kinds are one kind together", () => {
  const { log, told } = logged(1);
  for (let n = 0; n < 5; n++) {
    log.info({ code: "a" }, "refused");
    log.info({ code: "b" }, "refused");
    log.error({ name: "RangeError" }, "route failed");
    log.warn({ because: "audience" }, "connector request refused");
  }
  expect(told()).toHaveLength(4);
  for (let n = 0; n < 5000; n++) log.info({ code: `made-up-${n}` }, "refused");
  expect(told().length).toBeLessThan(200);
  log.close();
  expect(told()).toContainEqual(expect.objectContaining({ msg: "left out", event: "others" }));
});

test("T58: one network does not use up the lines of a kind, and is not written into them", () => {
  const { log, told } = logged(10, { linesPerNetwork: 4 });
  for (let n = 0; n < 100; n++) log.info({ code: "not-yours", n, [byNetwork]: "203.0.113.7" }, "refused");
  expect(told()).toHaveLength(4);
  for (let n = 0; n < 3; n++) log.info({ code: "not-yours", n, [byNetwork]: "203.0.113.8" }, "refused");
  const lines = told();
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain("203.0");
  for (let n = 0; n < 50; n++) log.info({ code: "not-yours", [byNetwork]: `198.51.100.${n}` }, "refused");
  expect(told()).toHaveLength(3);
  log.close();
  expect(told()).toMatchObject([{ msg: "left out", lines: 143 }]);
});

test("T58: all kinds together have so many lines, a part of them for warnings and errors alone", () => {
  const { log, told } = logged(10, { linesOfAllKinds: 40 });
  for (let n = 0; n < 500; n++) log.info({ code: `kind-${n % 50}` }, "refused");
  expect(told()).toHaveLength(30);
  for (let n = 0; n < 50; n++) log.error({ code: `trouble-${n % 20}` }, "route failed");
  expect(told()).toHaveLength(10);
  log.close();
  expect(told().reduce((sum, { lines }) => sum + lines, 0)).toBe(500 + 50 - 40);
});

/** Before: a line a request, 900 a second of them 14 GB a day. With the limits as they are at most 20 a minute of a kind. */
test("T58: a flood of refused requests leaves few lines and their number", async () => {
  const desk = await openEchoDesk({ limits: { linesPerMinute: 5 } });
  const codes = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all([
      ask(desk, "GET", `/nowhere/${round}`),
      ask(desk, "POST", "/v3/directline/conversations", { token: `forged-${round}` }),
      ask(desk, "POST", "/widget/token", { body: "{", headers: { origin: "https://evil.example" } }),
      ask(desk, "POST", "/widget/token", { body: "{" }),
    ]);
    for (const { body } of answers) codes.add(body.error.code);
  }
  expect([...codes].sort()).toEqual(["bad-json", "foreign-origin", "not-found", "not-yours"]);
  const refused = () => desk.logged.filter((line) => JSON.parse(line).msg === "refused");
  expect(refused()).toHaveLength(4 * 5);
  await desk.stop();
  const leftOut = desk.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "left out");
  expect(leftOut.map(({ lines }) => lines)).toEqual([15, 15, 15, 15]);
});
