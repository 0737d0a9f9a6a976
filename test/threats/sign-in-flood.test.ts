import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startDesk } from "../cli/running-desk.ts";
import { Browser } from "../web/desk/browser.ts";

const email = "oak@desk.example";
const password = "seven green doors ajar";
const wrongPerSecond = 40;
const networks = 1000;
const tries = 20;

/** What one proxy before the desk says of where a request comes from. */
const from = (address: string) => ({ headers: { "x-forwarded-for": address } });
const stranger = (number: number) => {
  const network = number % networks;
  return from(
    network % 2 === 0
      ? `10.${network % 250}.${network >> 2}.7`
      : `2001:db8:${network.toString(16)}:${number.toString(16)}::7`,
  );
};

/** Wrong sign-ins from many networks, half of them with an address that exists, until it is stopped. */
function flood(url: string): { stop(): Promise<number> } {
  const under = new Set<Promise<unknown>>();
  let sent = 0;
  const rounds = setInterval(() => {
    const number = sent++;
    const name = number % 2 === 0 ? email : `made-up-${number}@desk.example`;
    const one = new Browser(url)
      .post("/session", { email: name, password: "wrong wrong wrong" }, stranger(number))
      .catch(() => undefined)
      .finally(() => under.delete(one));
    under.add(one);
  }, 1000 / wrongPerSecond);
  return {
    stop: async () => {
      clearInterval(rounds);
      await Promise.all(under);
      return sent;
    },
  };
}

test("T51: under 40 wrong sign-ins a second from 1,000 networks a known device and whoever is signed in get in each time", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "exit-desk-flood-"));
  const desk = await startDesk(folder, undefined, { TRUST_PROXY: "1", LOG_LEVEL: "silent" });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const token = /#owner=(\S+)/.exec(desk.output())?.[1];
  const home = from("198.51.100.7");
  const oak = new Browser(desk.url);
  await oak.post("/owner", { token, email, password, name: "Oak" }, home);
  await oak.look();
  const signedOut = new Browser(desk.url);
  signedOut.device = oak.device;

  const wrong = flood(desk.url);
  await sleep(3000);
  const count = { device: 0, stepUp: 0 };
  for (let round = 0; round < tries; round += 1) {
    signedOut.cookie = null;
    const { status } = await signedOut.post("/session", { email, password }, home);
    if (status === 204) count.device += 1;
    const proven = await oak.post("/step-up", { password }, home);
    if (proven.status === 204) count.stepUp += 1;
  }
  const changed = await oak.post("/password", { current: password, next: `${password} again` }, home);
  const sent = await wrong.stop();
  process.stdout.write(
    `T51: ${count.device} of ${tries} sign-ins of a known device, ${count.stepUp} of ${tries} step-ups, under ${sent} wrong ones\n`,
  );
  expect(count).toEqual({ device: tries, stepUp: tries });
  expect(changed.status).toBe(204);
});
