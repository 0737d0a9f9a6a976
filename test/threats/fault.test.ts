import { expect, test } from "vitest";
import { Guest } from "../cli/guest.ts";
import { storeFolder } from "../cli/project.ts";
import { startDesk } from "../cli/running-desk.ts";

/** Node's options with which a program does something of ours when it gets a signal. */
const onSignal = (code: string): string =>
  `--import data:text/javascript,${encodeURIComponent(`process.on("SIGUSR2", () => { ${code} })`)}`;

test.each([
  [
    "a promise that nobody awaits",
    "unhandledRejection",
    "void Promise.reject(new Error([4111, 1111].join('')))",
  ],
  ["an error that nobody catches", "uncaughtException", "throw new Error([4111, 1111].join(''))"],
])(
  "T43: %s ends the desk with 1 and one line in the log; started anew it goes on",
  async (_, origin, code) => {
    const store = storeFolder();
    const desk = await startDesk(store, undefined, { NODE_OPTIONS: onSignal(code) });
    const guest = await Guest.greet(desk);
    await guest.say("I want to delete my account");
    process.kill(desk.pid, "SIGUSR2");
    expect(await desk.gone()).toBe(1);
    const lines = desk
      .output()
      .split("\n")
      .filter((line) => line.includes("process failed"));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ origin, name: "Error", level: 50 }]);
    expect(desk.output()).not.toContain("41111111");

    guest.moveTo(await startDesk(store));
    expect(await guest.say("will my reviews disappear")).toMatch(/reviews/i);
  },
);
