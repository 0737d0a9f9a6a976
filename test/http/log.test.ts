import { expect, test } from "vitest";
import { makeLog } from "../../src/runtime/log.ts";

const lineOf = (about: object, event: string): string => {
  let line = "";
  makeLog("info", { write: (text: string) => (line += text) }).info(about, event);
  return line;
};

test("T33: an error in the log is its name, its codes and where it was thrown, and not what it says", () => {
  const cause = Object.assign(new Error("no room for: my card is 4111"), { code: "ENOSPC" });
  const thrown = Object.assign(new RangeError("cannot read: hello, I am alder@desk.example", { cause }), {
    code: "store-unavailable",
  });
  for (const key of ["error", "err"]) {
    const line = lineOf({ [key]: thrown, conversationId: "talk" }, "turn parked");
    expect(line).not.toMatch(/hello|alder|4111/);
    expect(JSON.parse(line)).toMatchObject({
      msg: "turn parked",
      conversationId: "talk",
      [key]: { name: "RangeError", code: "store-unavailable", because: "ENOSPC" },
    });
    expect(JSON.parse(line)[key].at[0]).toContain("log.test.ts");
  }
});

test("T32: whatever is logged stays on its own line, with control characters escaped", () => {
  const line = lineOf({ route: '/x\r\n{"level":60}\u001b[2J' }, "refused");
  expect(line.match(/\n/g)).toHaveLength(1);
  expect([...line.trimEnd()].every((sign) => sign >= " ")).toBe(true);
  expect(JSON.parse(line).route).toBe('/x\r\n{"level":60}\u001b[2J');
});
