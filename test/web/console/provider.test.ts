import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openProvider, type TestProvider } from "../../accounts/oidc/open-provider.ts";
import { formOn, type Place, Wanderer } from "../../accounts/oidc/wanderer.ts";
import { openApi, password, type TestApi } from "../../api/api-desk.ts";
import { Browser } from "../../api/browser.ts";

let provider: TestProvider;
let api: TestApi;
let oak: Browser;

beforeAll(async () => {
  provider = await openProvider();
  const groups = { "desk-owners": "owner", "desk-agents": "agent" } as const;
  api = await openApi({ oidc: provider.settings, rules: { groups } });
  provider.serve(api.url);
  provider.accounts
    .set("clover", { email: "clover@desk.example", name: "Clover", groups: ["desk-agents", "choir"] })
    .set("birch", { email: "birch@desk.example", email_verified: true, groups: ["desk-owners"] })
    .set("spruce", { email: "oak@desk.example", name: "Spruce", groups: ["desk-owners"] })
    .set("stranger", { email: "stranger@desk.example", email_verified: true, groups: ["choir"] });
  oak = await api.join("Oak", "owner");
});
afterAll(async () => {
  await api.stop();
  await provider.stop();
});

/** Signs in at the provider, where the browser has been sent. */
async function signInThere(browser: Wanderer, page: Place, login: string): Promise<string> {
  const { action, fields } = formOn(page);
  const { url } = await browser.visit(action, /\/console\/#/, { ...fields, login, password: "any" });
  return url.replace(api.url, "");
}

/** Goes the whole way from the console's button; gives where it ends. */
async function come(browser: Wanderer, login: string): Promise<string> {
  return signInThere(browser, await browser.visit(`${api.url}/console/sign-in`), login);
}

/** What somebody can do with the session that the browser has now. */
async function working(browser: Wanderer): Promise<Browser> {
  const worker = new Browser(api.url);
  worker.cookie = browser.cookiesOf(new URL(api.url).host);
  await worker.look();
  return worker;
}

describe("who signs in with the provider", () => {
  test("T44: gets an account by their groups, and a session that is theirs", async () => {
    const browser = new Wanderer();
    expect(await come(browser, "clover")).toBe("/console/#/waiting");
    const clover = await working(browser);
    const { body } = await clover.look();
    expect(body.agent).toMatchObject({ email: "clover@desk.example", name: "Clover", role: "agent" });
    expect(body.signIn).toMatchObject({ by: "provider", password: false, provider: true });
    expect((await clover.get("/audit")).status).toBe(403);
    const [line] = await api.desk.auditLog.newest({ limit: 1 });
    expect(line).toMatchObject({ what: "signed in by provider", who: { id: clover.id } });
  });

  test("T44: has the role of their groups from the next sign-in on", async () => {
    provider.accounts.set("clover", { email: "clover@desk.example", groups: ["desk-owners", "desk-agents"] });
    const browser = new Wanderer();
    await come(browser, "clover");
    const { body } = await (await working(browser)).look();
    expect(body.agent).toMatchObject({ name: "Clover", role: "owner" });
  });

  test("T44: gets the account that is here with their address, when the provider has verified it", async () => {
    const here = await api.join("Birch", "agent");
    const browser = new Wanderer();
    await come(browser, "birch");
    expect((await working(browser)).id).toBe(here.id);
  });

  test("T44: does not get somebody's account by an address that was only claimed", async () => {
    const browser = new Wanderer();
    expect(await come(browser, "spruce")).toBe("/console/#trouble=account-exists");
    expect((await working(browser)).id).toBe("");
  });

  test("and is in no group of the desk stays out", async () => {
    expect(await come(new Wanderer(), "stranger")).toBe("/console/#trouble=no-group");
  });

  test("but is disabled here stays out", async () => {
    const birch = (await api.desk.accounts.people()).people.find(({ name }) => name === "Birch");
    await oak.ask("PATCH", `/agents/${birch?.id}`, { disabled: true });
    expect(await come(new Wanderer(), "birch")).toBe("/console/#trouble=no-account");
  });
});

describe("the way back from the provider", () => {
  const callback = async (browser: Wanderer, search: string): Promise<string> =>
    (await browser.visit(`${api.url}/console/signed-in${search}`, /\/console\/#/)).url.replace(api.url, "");

  test("T44: is good for the browser alone that was sent there", async () => {
    const [victim, other] = [new Wanderer(), new Wanderer()];
    const page = await other.visit(`${api.url}/console/sign-in`);
    const { action, fields } = formOn(page);
    const { url } = await other.visit(action, /\/console\/signed-in/, {
      ...fields,
      login: "clover",
      password: "any",
    });
    const { search } = new URL(url);
    expect(await callback(victim, search)).toBe("/console/#trouble=provider-late");
    await victim.visit(`${api.url}/console/sign-in`);
    expect(await callback(victim, search)).toBe("/console/#trouble=provider-trouble");
    expect(await callback(other, search.replace(/code=[^&]+/, "code=forged"))).toBe(
      "/console/#trouble=provider-trouble",
    );
    expect(await callback(other, search)).toBe("/console/#trouble=provider-late");
  });

  test("tells when the provider or the person said no", async () => {
    const browser = new Wanderer();
    await browser.visit(`${api.url}/console/sign-in`);
    const { state } = await pendingState(browser);
    const search = `?error=access_denied&state=${state}&iss=${encodeURIComponent(provider.settings.issuer)}`;
    expect(await callback(browser, search)).toBe("/console/#trouble=provider-denied");
  });

  test("is closed after ten minutes", async () => {
    const browser = new Wanderer();
    const page = await browser.visit(`${api.url}/console/sign-in`);
    api.wait(601_000);
    expect(await signInThere(browser, page, "clover")).toBe("/console/#trouble=provider-late");
  });

  /** What the browser has sealed of the sign-in under way, as the desk reads it. */
  async function pendingState(browser: Wanderer): Promise<{ state: string }> {
    const sealed = browser.cookiesOf(new URL(api.url).host).replace("exit_desk_sign_in=", "");
    expect(sealed).not.toContain("state");
    return (await api.desk.provider?.flows.open(sealed)) ?? { state: "" };
  }
});

test("a provider that cannot be reached keeps nobody from signing in with a password", async () => {
  const lone = await openApi({ oidc: { ...provider.settings, issuer: "http://127.0.0.1:9" } });
  const { url } = await new Wanderer().visit(`${lone.url}/console/sign-in`, /\/console\/#/);
  expect(url).toBe(`${lone.url}/console/#trouble=provider-trouble`);
  expect((await lone.join("Oak", "owner")).id).not.toBe("");
  await lone.stop();
});

test("who signs out is signed out at the provider too, and it ends what else was begun from there", async () => {
  const [browser, elsewhere] = [new Wanderer(), new Wanderer()];
  await come(browser, "clover");
  const before = await working(browser);
  expect((await browser.visit(`${api.url}/console/sign-in`, /\/console\/#/)).url).toMatch(/#\/waiting$/);
  const here = await working(browser);
  await come(elsewhere, "clover");
  const there = await working(elsewhere);
  const { location } = (await here.post("/sign-out")).body;
  expect([(await here.look()).status, (await before.look()).status]).toEqual([401, 200]);
  const { action, fields } = formOn(await browser.visit(location));
  const { url } = await browser.visit(action, /\/console\/$/, { ...fields, logout: "yes" });
  expect(url).toBe(`${api.url}/console/`);
  await vi.waitFor(async () => expect((await before.look()).status).toBe(401));
  expect((await there.look()).status).toBe(200);
  expect((await browser.visit(`${api.url}/console/sign-in`)).text).toContain('name="login"');
});

test.each([
  ["forged", { "content-type": "application/x-www-form-urlencoded" }, "logout_token=forged", 400],
  ["no form", { "content-type": "application/json" }, "{}", 415],
])(
  "T19: a word that somebody has signed out, which is %s, ends nothing",
  async (_, headers, body, status) => {
    const answer = await fetch(`${api.url}/console/signed-out`, { method: "POST", headers, body });
    expect(answer.status).toBe(status);
  },
);

describe("somebody who is signed in with a password", () => {
  test("links their account at the provider, signs in by it, and unlinks it", async () => {
    const page = await asOakAt(`${api.url}/console/sign-in?for=link`);
    expect(await signInThere(page.browser, page.place, "spruce")).toBe("/console/#/account");
    const browser = new Wanderer();
    await come(browser, "spruce");
    expect((await working(browser)).id).toBe(oak.id);
    expect((await oak.ask("DELETE", "/provider-account")).status).toBe(204);
    expect(await come(new Wanderer(), "spruce")).toBe("/console/#trouble=account-exists");
  });

  test("T44: links nothing to a session that was signed in a while ago", async () => {
    const { browser } = await asOakAt(api.url);
    api.wait(601_000);
    const { url } = await browser.visit(`${api.url}/console/sign-in?for=link`, /\/console\/#/);
    expect(url).toBe(`${api.url}/console/#trouble=step-up`);
  });

  test("T44: does not link what is linked to somebody else", async () => {
    const page = await asOakAt(`${api.url}/console/sign-in?for=link`);
    expect(await signInThere(page.browser, page.place, "clover")).toBe("/console/#trouble=identity-linked");
  });

  async function asOakAt(url: string): Promise<{ browser: Wanderer; place: Place }> {
    await oak.post("/step-up", { password });
    const browser = new Wanderer();
    browser.take(new URL(api.url).host, oak.cookie ?? "");
    return { browser, place: await browser.visit(url) };
  }
});

describe("who shows at the provider anew who they are", () => {
  const wish = "/console/sign-in?for=step-up";

  test("T44: signs in there although they are signed in, and may then do what asks for it", async () => {
    const browser = new Wanderer();
    await come(browser, "clover");
    const clover = await working(browser);
    api.wait(601_000);
    expect((await clover.post("/audit/export")).body.code).toBe("step-up");
    const page = await browser.visit(`${api.url}${wish}`);
    expect(page.text).toContain('name="login"');
    expect(await signInThere(browser, page, "clover")).toBe("/console/#proven");
    expect((await clover.post("/audit/export")).status).toBe(200);
  });

  test("T44: as somebody else has shown nothing", async () => {
    const browser = new Wanderer();
    await come(browser, "clover");
    const clover = await working(browser);
    api.wait(601_000);
    browser.forget(new URL(provider.settings.issuer).host);
    const page = await browser.visit(`${api.url}${wish}`);
    expect(await signInThere(browser, page, "spruce")).toBe("/console/#trouble=provider-other");
    expect((await clover.post("/audit/export")).body.code).toBe("step-up");
  });

  test("and is not signed in here is sent to the door", async () => {
    const { url } = await new Wanderer().visit(`${api.url}${wish}`, /\/console\/#/);
    expect(url).toBe(`${api.url}/console/#trouble=not-signed-in`);
  });
});
