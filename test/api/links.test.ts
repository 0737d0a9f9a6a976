import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeSignInLink } from "../../src/cli/commands/commands.ts";
import { openPostgresStore } from "../../src/store/postgres/open.ts";
import { keptLog } from "../store/kept-log.ts";
import { type Server, startServer } from "../store/postgres/server.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

let server: Server;
const open: TestApi[] = [];

beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  for (const api of open.splice(0)) await api.stop();
});
afterAll(() => server.end());

const kinds: [string, () => Promise<TestApi[]>][] = [
  ["one process on the embedded store", async () => [await openApi()]],
  [
    "three processes on PostgreSQL",
    async () => {
      const url = await server.database();
      const one = async (): Promise<TestApi> =>
        openApi({ store: await openPostgresStore(url, { log: keptLog(), connections: 3, calls: false }) });
      return [await one(), await one(), await one()];
    },
  ],
];

const asked = (name: string, role: string) => ({
  email: `${name.toLowerCase()}@new.example`,
  name,
  role,
  teams: [],
});
const invite = async (by: Browser, name: string, role: string): Promise<{ id: string; token: string }> => {
  const { body } = await by.post("/agents", asked(name, role));
  return { id: body.id, token: body.link.split("=")[1] };
};
const join = async (api: TestApi, token: string) =>
  (await api.browser().post("/account", { token, name: "New", password })).status;
const audited = async (api: TestApi, what: string): Promise<Record<string, string>[]> =>
  (await api.desk.auditLog.newest({ limit: 100 }))
    .filter((line) => line.what === what)
    .map(({ about }) => about);

for (const [name, start] of kinds) {
  const opened = async (): Promise<{ apis: TestApi[]; here: TestApi; oak: Browser }> => {
    const apis = await start();
    open.push(...apis);
    const here = apis[0] as TestApi;
    return { apis, here, oak: await here.join("Oak", "owner") };
  };

  test(`T47: on ${name} an invitation ends with its maker's right: disabled, demoted, or no more an owner`, async () => {
    const { apis, here, oak } = await opened();
    const elm = await here.join("Elm", "owner");
    const fir = await here.join("Fir", "supervisor");
    const asOwner = await invite(elm, "Nova", "owner");
    const asAgent = await invite(elm, "Nils", "agent");
    const bySupervisor = await invite(fir, "Nina", "agent");
    await oak.ask("PATCH", `/agents/${elm.id}`, { role: "supervisor" });
    for (const api of apis) {
      expect(await join(api, asOwner.token)).toBe(410);
      expect((await api.browser().post("/link", { token: asOwner.token })).status).toBe(410);
      expect((await api.browser().post("/link", { token: asAgent.token })).status).toBe(200);
    }
    await oak.ask("PATCH", `/agents/${elm.id}`, { disabled: true });
    await oak.ask("PATCH", `/agents/${fir.id}`, { role: "agent" });
    for (const api of apis)
      for (const { token } of [asAgent, bySupervisor]) expect(await join(api, token)).toBe(410);
    await oak.ask("PATCH", `/agents/${elm.id}`, { disabled: false, role: "owner" });
    expect(await join(here, asOwner.token)).toBe(410);
    expect((await oak.get("/invitations")).body.invitations).toEqual([]);
    expect(await audited(here, "invitation ended")).toEqual(
      [
        [bySupervisor, "agent", fir],
        [asAgent, "agent", elm],
        [asOwner, "owner", elm],
      ].map(([made, role, maker]) => ({
        invitation: (made as { id: string }).id,
        role,
        maker: (maker as Browser).id,
      })),
    );
  });

  test(`T47: on ${name} invitations are listed for who may give them, and taken back at once in every process`, async () => {
    const { apis, here, oak } = await opened();
    const fir = await here.join("Fir", "supervisor");
    const [agent, owner] = [await invite(fir, "Nils", "agent"), await invite(oak, "Nova", "owner")];
    const listed = async (by: Browser) =>
      (await by.get("/invitations")).body.invitations.map(
        ({ id, email, by, uses }: Record<string, unknown>) => [id, email, by, uses],
      );
    const line = [agent.id, "nils@new.example", { id: fir.id, name: "Fir" }, 1];
    expect(await listed(fir)).toEqual([line]);
    expect(await listed(oak)).toEqual([line, [owner.id, "nova@new.example", { id: oak.id, name: "Oak" }, 1]]);
    expect((await fir.ask("DELETE", `/invitations/${owner.id}`)).status).toBe(403);
    expect((await fir.ask("DELETE", `/invitations/${agent.id}`)).status).toBe(204);
    for (const api of apis) expect(await join(api, agent.token)).toBe(410);
    expect((await fir.ask("DELETE", `/invitations/${agent.id}`)).status).toBe(404);
    expect(await join(here, owner.token)).toBe(204);
    expect(await audited(here, "joined")).toContainEqual({ invitation: owner.id, by: oak.id });
    expect(await audited(here, "invited")).toContainEqual({
      invitation: agent.id,
      role: "agent",
      teams: "",
    });
  });

  test(`T47: on ${name} a sign-in link is listed, used once, and taken back at once in every process`, async () => {
    const { apis, here, oak } = await opened();
    await here.join("Alder", "agent");
    const make = async (): Promise<string> => {
      const { passwords, audit } = here.desk;
      const { link } = await makeSignInLink({ passwords, base: here.url, audit }, ["alder@desk.example"]);
      return link.split("#sign-in=")[1] ?? "";
    };
    const [first, second, third] = [await make(), await make(), await make()];
    const { links } = (await oak.get("/sign-in-links")).body;
    expect(links.map(({ kind, agent }: Record<string, { name: string }>) => [kind, agent?.name])).toEqual(
      Array.from({ length: 3 }, () => ["sign-in", "Alder"]),
    );
    expect((await oak.ask("DELETE", `/sign-in-links/${links[0].id}`)).status).toBe(204);
    const use = async (api: TestApi, token: string) =>
      (await api.browser().post("/sign-in", { token, password: "seven green doors ajar" })).status;
    for (const api of apis) expect(await use(api, first)).toBe(410);
    expect(await use(apis.at(-1) as TestApi, second)).toBe(204);
    for (const api of apis) for (const token of [second, third]) expect(await use(api, token)).toBe(410);
    expect((await oak.get("/sign-in-links")).body.links).toEqual([]);
    expect(await audited(here, "sign-in link ended")).toEqual([
      { link: links[0].id, agent: links[0].agent.id },
    ]);
  });
}

test("T47: an invitation from before this was kept ends with its maker's right, too", async () => {
  const api = await openApi();
  open.push(api);
  const oak = await api.join("Oak", "owner");
  const elm = await api.join("Elm", "owner");
  const { token } = await invite(elm, "Nova", "owner");
  const { value } = (await api.store.account(elm.id)) ?? {};
  const { revision } = await api.store.staff(null);
  await api.store.changeStaff(revision, [
    { kind: "account", id: elm.id, value: { ...value, disabled: true } },
  ]);
  expect(await join(api, token)).toBe(410);
  expect((await oak.get("/invitations")).body.invitations).toEqual([]);
});

test("T55: an owner sees by which devices a conversation is open, and ends them", async () => {
  const api = await openApi();
  open.push(api);
  const oak = await api.join("Oak", "owner");
  await api.openTicket(1001);
  const path = "/conversations/talk-1001/devices";
  const { id: _, ...grant } = { id: "", kind: "browser", about: null, device: "Firefox", uses: null };
  const at = new Date().toISOString();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const grants = ["one", "two"].map((id) => ({ ...grant, id, madeAt: at, seenAt: at, until }));
  await api.store.writeState([{ key: "grants/conversations/talk-1001", value: { grants }, eTag: null }]);
  expect((await oak.get(path)).body.devices.map(({ id }: { id: string }) => id)).toEqual(["two", "one"]);
  expect((await oak.ask("DELETE", `${path}/one`)).status).toBe(204);
  expect((await oak.get(path)).body.devices).toHaveLength(1);
  expect((await oak.ask("DELETE", path)).status).toBe(204);
  expect((await oak.get(path)).body.devices).toEqual([]);
  expect(await audited(api, "device ended")).toEqual([
    { conversation: "talk-1001", device: "all" },
    { conversation: "talk-1001", device: "one" },
  ]);
});
