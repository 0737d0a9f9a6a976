import { expect, test, vi } from "vitest";
import { makeLog } from "../../src/web/log.ts";
import { sampledLog } from "../../src/web/sampled-log.ts";
import { ask } from "../channels/direct-line/ask.ts";
import { openEchoDesk } from "../channels/direct-line/echo-desk.ts";

function logged(most: number) {
  const lines: string[] = [];
  const log = sampledLog(makeLog("debug", { write: (text: string) => void lines.push(text) }), most);
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
