import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startBrowser } from "../web/widget/browser.ts";
import { eventually, type PanelOnPage, panelOn } from "../web/widget/panel.ts";
import { startWithDesk } from "./example.ts";

const HOST_USERS_KEY = "a secret that the site and the desk have";

/** A browser of its own in which somebody has signed in at the site and opened the chat. */
async function signIn(browser: Browser, origin: string, name: string): Promise<PanelOnPage> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${origin}/`);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText(`Signed in as ${name}`).waitFor();
  const panel = panelOn(page);
  await panel.open();
  return panel;
}

test("a user has one conversation on two devices, nobody else reads it, and signing out ends it", async () => {
  const { origin } = await startWithDesk("signed-in-user", { HOST_USERS_KEY });
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const laptop = await signIn(browser, origin, "Alder");
  await laptop.answered(/what do you need/i);
  await laptop.say("how do fees work");
  await eventually(() => laptop.own()).toEqual(["how do fees work"]);
  const phone = await signIn(browser, origin, "Alder");
  await eventually(() => phone.own()).toEqual(["how do fees work"]);
  const other = await signIn(browser, origin, "Birch");
  await other.answered(/what do you need/i);
  expect(await other.own()).toEqual([]);

  const { page } = phone;
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  const nobody = panelOn(page);
  if (!(await nobody.field.isVisible())) await nobody.open();
  await nobody.answered(/what do you need/i);
  expect(await nobody.own()).toEqual([]);

  await laptop.say("still here");
  await eventually(() => laptop.own()).toEqual(["how do fees work", "still here"]);
});

test("signing out everywhere takes the tokens back that other devices have", async () => {
  const { origin, desk } = await startWithDesk("signed-in-user", { HOST_USERS_KEY });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const signedIn = async (): Promise<{ cookie: string; open: () => Promise<Response> }> => {
    const entered = await fetch(`${origin}/sign-in`, {
      method: "POST",
      headers: form,
      body: "name=Clover",
      redirect: "manual",
    });
    const cookie = (entered.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    const html = await (await fetch(`${origin}/`, { headers: { cookie } })).text();
    const userToken = /data-user-token="([^"]+)"/.exec(html)?.[1];
    const open = () =>
      fetch(`${desk.url}/widget/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ userToken }),
      });
    return { cookie, open };
  };
  const [one, other] = [await signedIn(), await signedIn()];
  const { conversationId, token } = (await (await one.open()).json()) as Record<string, string>;
  const conversation = `${desk.url}/v3/directline/conversations/${conversationId}`;
  const read = () => fetch(`${conversation}/activities`, { headers: { authorization: `Bearer ${token}` } });
  expect((await read()).status).toBe(200);
  // tokens tell their moment in whole seconds
  await sleep(1_100);
  const left = await fetch(`${origin}/sign-out-everywhere`, {
    method: "POST",
    headers: { cookie: other.cookie },
    redirect: "manual",
  });
  expect(left.status).toBe(303);
  expect((await read()).status).toBe(403);
  expect((await other.open()).status).toBe(403);
  expect(await (await fetch(`${origin}/`, { headers: { cookie: one.cookie } })).text()).toContain("Sign in");
});

test("a name is shown as text", async () => {
  const { origin } = await startWithDesk("signed-in-user", { HOST_USERS_KEY });
  const entered = await fetch(`${origin}/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ name: '<img src=x onerror="alert(1)">' }).toString(),
    redirect: "manual",
  });
  const cookie = (entered.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const html = await (await fetch(`${origin}/`, { headers: { cookie } })).text();
  expect(html).toContain("Signed in as");
  expect(html).not.toContain("<img");
});
