import { codeAt } from "../accounts/authenticator.ts";
import { password, type TestApi } from "./api-desk.ts";
import { Browser } from "./browser.ts";

// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
const resolved = { outcome: "answered", then: "continue" };

/** Calls everything that there is, well and badly. */
export async function everythingOnce(
  api: TestApi,
  oak: Browser,
  alder: Browser,
  guest: Browser,
): Promise<void> {
  await api.openTicket(1001, { userId: "dl_same", csat: null });
  await api.openTicket(1002, { userId: "dl_same" });
  await api.openTicket(1003);
  await everyQuarantine(api, oak, alder);
  const invited = await oak.post("/agents", {
    email: "c@desk.example",
    name: "Clover",
    role: "agent",
    teams: [],
  });
  const token = invited.body.link.split("=")[1];
  const wrong = await oak.post("/agents", { email: "d@desk.example", name: "D", role: "agent", teams: [] });
  await oak.get("/invitations");
  await alder.get("/invitations");
  await oak.ask("DELETE", `/invitations/${wrong.body.id}`);
  await oak.ask("DELETE", `/invitations/${wrong.body.id}`);
  await api.desk.passwords.linkFor("alder@desk.example");
  const out = (await oak.get("/sign-in-links")).body.links.at(-1);
  await oak.ask("DELETE", `/sign-in-links/${out.id}`);
  await oak.ask("DELETE", `/sign-in-links/${out.id}`);
  await oak.get("/keys");
  await oak.post("/keys/console-links", { atOnce: false });
  await oak.post("/keys/none", { atOnce: false });
  await alder.get("/keys");
  const at = new Date().toISOString();
  const device = { kind: "browser", about: null, device: "Firefox", uses: null, madeAt: at, seenAt: at };
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await api.store.writeState([
    {
      key: "grants/conversations/talk-1001",
      value: { grants: [{ ...device, id: "one", until }] },
      eTag: null,
    },
  ]);
  await oak.get("/conversations/talk-1001/devices");
  await oak.ask("DELETE", "/conversations/talk-1001/devices/one");
  await oak.ask("DELETE", "/conversations/talk-1001/devices");
  await oak.ask("DELETE", "/conversations/talk-1001/devices/none");
  await guest.post("/link", { token });
  await guest.post("/link", { token: "forged" });
  await guest.post("/sign-in", { token, password });
  const back = await api.desk.passwords.linkFor("oak@desk.example");
  if ("token" in back) await guest.post("/sign-in", { token: back.token, password });
  await oak.post("/session", { email: "oak@desk.example", password });
  await oak.look();
  await oak.post("/step-up", { password: "wrong" });
  await oak.post("/step-up", { password });
  await oak.ask("DELETE", "/provider-account");
  const { secret } = (await oak.post("/totp")).body;
  await oak.ask("PUT", "/totp", { secret, code: "wrong" });
  await oak.ask("PUT", "/totp", { secret, code: codeAt(secret, new Date()) });
  await oak.post("/step-up", { password });
  await oak.ask("DELETE", "/totp");
  await oak.post("/password", { current: password, next: password });
  await guest.post("/owner", { token, email: "x@desk.example", password, name: "X" });
  await guest.post("/account", { token, password, name: "Clover" });
  await guest.look();
  await guest.ask("DELETE", "/session");
  await guest.get("/session");
  await guest.post("/session", { email: "c@desk.example", password: "wrong" });
  await guest.post("/session", { email: "c@desk.example", password });
  await guest.look();
  await guest.ask("DELETE", "/sessions");
  for (const path of [
    "/sessions",
    "/agents",
    "/tickets",
    "/tickets?state=all&limit=2",
    "/reports",
    "/canned?q=pause",
    "/audit",
    "/audit?limit=2&before=3",
    "/audit/check",
  ])
    await oak.get(path);
  await everySession(oak, alder);
  await oak.ask("PATCH", `/agents/${alder.id}`, { teams: ["billing"] });
  const entra = {
    tenant: "1b671a64-40d5-491e-99b0-da01ff1f3341",
    objectId: "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b",
  };
  await oak.ask("PATCH", `/agents/${alder.id}`, { entra });
  await oak.ask("PATCH", `/agents/${oak.id}`, { entra });
  await oak.ask("PATCH", "/agents/nobody", { teams: [] });
  await alder.ask("PATCH", `/agents/${alder.id}`, { role: "owner" });
  await alder.ask("PUT", "/presence", { presence: "busy" });
  await alder.ask("PUT", "/presence", { presence: "offline" });
  await alder.post("/tickets/1001/claim");
  await oak.post("/tickets/1001/claim");
  await alder.post("/conversations/talk-1001/messages", { text: "hello", clientId: "m-1" });
  await alder.post("/conversations/talk-1001/typing");
  await alder.post("/conversations/talk-1001/read", { upTo: 1 });
  await alder.get("/conversations/talk-1001/activities");
  await alder.get("/conversations/unknown/activities");
  await alder.post("/tickets/1001/notes", { text: "a note" });
  await alder.post("/tickets/1001/priority", { priority: "urgent" });
  await alder.post("/tickets/1001/tags", { tags: ["a"] });
  await alder.post("/tickets/1001/address", { address: "someone@example.org" });
  await alder.post("/tickets/1001/address", { address: "someone@example..org" });
  await alder.get("/tickets/1001");
  await alder.post("/tickets/1001/transfer", { to: oak.id, note: "yours" });
  await alder.get("/tickets/1001");
  await oak.post("/tickets/1001/release");
  await alder.post("/tickets/1001/claim");
  await alder.post("/tickets/1001/resolve", resolved);
  await alder.post("/tickets/1001/resolve", resolved);
  await alder.get("/tickets/99");
  await alder.get("/search?q=hello");
  await alder.get("/search");
  for (const path of ["find", "export", "hold", "erase", "release", "erase"])
    for (const person of ["XD-1002", "nobody"]) await oak.post(`/people/${path}`, { person });
  await oak.post("/audit/export");
  await alder.post("/audit/export");
}

async function everyQuarantine(api: TestApi, oak: Browser, alder: Browser): Promise<void> {
  const since = new Date().toISOString();
  for (const [number, network] of [
    [1011, "one"],
    [1012, "one"],
    [1013, "two"],
  ] as const)
    await api.openTicket(number, { network, state: { kind: "quarantined", since, because: "rate" } });
  await alder.get("/tickets?state=quarantined");
  await alder.get("/quarantine");
  await alder.post("/tickets/1011/let-in");
  await alder.post("/tickets/1011/let-in");
  await alder.post("/tickets/99/let-in");
  await alder.post("/quarantine/one/close", { queued: true });
  const { act } = (await oak.post("/quarantine/one/close", { queued: true, distress: true })).body;
  await oak.post("/tickets/1012/let-in");
  await oak.get("/quarantine");
  await oak.post(`/quarantine/acts/${act.id}/undo`);
  await oak.post(`/quarantine/acts/${act.id}/undo`);
  await alder.post("/quarantine/two/let-in");
}

async function everySession(oak: Browser, alder: Browser): Promise<void> {
  const gone = new Browser(oak.url);
  await gone.post("/session", { email: "oak@desk.example", password });
  await gone.look();
  oak.calls.push({ method: "POST", path: "/sign-out", answer: await gone.post("/sign-out") });
  for (const email of ["oak@desk.example", "alder@desk.example"])
    await new Browser(oak.url).post("/session", { email, password });
  const other = async (path: string): Promise<string> =>
    (await oak.get(path)).body.sessions.findLast(({ current }: { current: boolean }) => !current).id;
  await oak.ask("DELETE", `/sessions/${await other("/sessions")}`);
  await oak.ask("DELETE", "/sessions/none");
  await oak.ask("DELETE", `/agents/${alder.id}/sessions/${await other(`/agents/${alder.id}/sessions`)}`);
  await oak.get("/agents/nobody/sessions");
}
