import { expect, test } from "vitest";
import { signInFlood } from "../../bench/attack/sign-ins.ts";
import { projectFolder } from "../../src/runtime/paths.ts";

const tries = 20;

test("T51: under 40 wrong sign-ins a second from 1,000 networks a known device and whoever is signed in get in each time", async () => {
  const found = await signInFlood(projectFolder, tries);
  process.stdout.write(
    `T51: ${found.device} of ${tries} sign-ins of a known device, ${found.stepUp} of ${tries} step-ups, under ${found.wrong} wrong ones\n`,
  );
  expect(found).toMatchObject({ device: tries, stepUp: tries, changed: true });
});
