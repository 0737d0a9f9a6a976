import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { appId, objectId, openTenant, tenantId } from "../accounts/tenant.ts";
import { Browser } from "../api/browser.ts";
import { until } from "../directline/ask.ts";
import { writeCertificate } from "../http/certificate.ts";
import { storeFolder } from "./project.ts";
import { type RunningDesk, startDesk } from "./running-desk.ts";

const owner = { email: "oak@desk.example", password: "correct horse battery", name: "Oak" };
const app = { MicrosoftAppId: appId, MicrosoftAppPassword: "secret-of-the-bot" };
const single = { ...app, MicrosoftAppType: "SingleTenant", MicrosoftAppTenantId: tenantId };

/** The console of the first owner, who has just joined. */
async function asOwner(desk: RunningDesk): Promise<Browser> {
  await until(() => desk.output().includes("#owner="));
  const token = /#owner=(\S+)/.exec(desk.output())?.[1];
  const browser = new Browser(desk.url);
  await browser.post("/owner", { ...owner, token });
  await browser.look();
  return browser;
}

const policyOf = (answer: Response): string => answer.headers.get("content-security-policy") ?? "";
const ancestors = (answer: Response): string => /frame-ancestors ([^;]*)/.exec(policyOf(answer))?.[1] ?? "";

test("with an app id the console is a tab of Teams, in no other frame, and signed in without a cookie", async () => {
  const desk = await startDesk(storeFolder(), undefined, single);
  const tab = await fetch(`${desk.url}/console?in=teams`);
  expect(await tab.text()).toContain('data-in="teams" data-sign-in="teams"');
  expect(ancestors(tab)).toContain("https://teams.microsoft.com");
  const page = await fetch(`${desk.url}/console`);
  expect(await page.text()).not.toContain("data-in=");
  expect(ancestors(page)).toBe("'none'");

  const { calls } = await asOwner(desk);
  expect(calls[0]?.answer.headers.get("set-cookie")).toContain("SameSite=Strict");
  const { email, password } = owner;
  const begun = await new Browser(desk.url).post("/bearer-session", { email, password });
  expect([begun.status, begun.headers.get("set-cookie")]).toEqual([200, null]);
  const headers = { authorization: `Bearer ${begun.body.token}` };
  expect((await new Browser(desk.url).get("/session", { headers })).body.agent.email).toBe(email);
  const forged = await new Browser(desk.url).post("/microsoft-session", { token: "forged.to.ken" });
  expect([forged.status, forged.body.code]).toEqual([401, "bad-microsoft-token"]);
  await desk.stop();
});

test("Teams' own token signs in whoever is linked to its account, for this desk's address alone", async () => {
  const { cert, key } = await writeCertificate(storeFolder(), "tenant");
  const tenant = await openTenant({ cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") });
  onTestFinished(() => tenant.stop());
  const desk = await startDesk(storeFolder(), undefined, {
    ...single,
    PUBLIC_URL: "https://desk.example.com",
    ToChannelFromBotLoginUrl: `${tenant.authority}/${tenantId}`,
    NODE_EXTRA_CA_CERTS: cert,
  });
  const browser = await asOwner(desk);
  const enter = async (aud: string) =>
    new Browser(desk.url).post("/microsoft-session", { token: await tenant.sign({ aud }) });
  const here = `api://desk.example.com/botid-${appId}`;
  expect((await enter(here)).body.code).toBe("not-linked");
  const linked = await browser.ask("PATCH", `/agents/${browser.id}`, {
    entra: { tenant: tenantId, objectId },
  });
  expect(linked.status).toBe(200);
  const entered = await enter(here);
  expect(entered.status).toBe(200);
  const headers = { authorization: `Bearer ${entered.body.token}` };
  expect((await new Browser(desk.url).get("/session", { headers })).body.agent.email).toBe(owner.email);
  const elsewhere = await enter(`api://other.example.com/botid-${appId}`);
  expect([elsewhere.status, elsewhere.body.code]).toEqual([401, "bad-microsoft-token"]);
  await desk.stop();
});

test("a bot of many tenants has a tab to which people sign in by password, a desk without an app has none", async () => {
  const many = await startDesk(storeFolder(), undefined, app);
  expect(await (await fetch(`${many.url}/console?in=teams`)).text()).toContain('data-sign-in="here"');
  await many.stop();
  const plain = await startDesk(storeFolder());
  const page = await fetch(`${plain.url}/console?in=teams`);
  expect(ancestors(page)).toBe("'none'");
  expect(await page.text()).not.toContain("data-in=");
  await plain.stop();
});
