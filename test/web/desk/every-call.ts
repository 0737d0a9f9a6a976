import { password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
const resolved = { outcome: "answered", then: "continue" };

/** Calls everything that there is, well and badly. */
export async function everythingOnce(
  api: TestApi,
  olga: Browser,
  ana: Browser,
  guest: Browser,
): Promise<void> {
  await api.openTicket(1001, { userId: "dl_same", csat: null });
  await api.openTicket(1002, { userId: "dl_same" });
  await api.openTicket(1003);
  const invited = await olga.post("/agents", {
    email: "c@desk.example",
    name: "Cleo",
    role: "agent",
    teams: [],
  });
  const token = invited.body.link.split("=")[1];
  await guest.post("/owner", { token, email: "x@desk.example", password, name: "X" });
  await guest.post("/account", { token, password, name: "Cleo" });
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
  ])
    await olga.get(path);
  await olga.ask("PATCH", `/agents/${ana.id}`, { teams: ["billing"] });
  await olga.ask("PATCH", "/agents/nobody", { teams: [] });
  await ana.ask("PATCH", `/agents/${ana.id}`, { role: "owner" });
  await ana.ask("PUT", "/presence", { presence: "busy" });
  await ana.ask("PUT", "/presence", { presence: "offline" });
  await ana.post("/tickets/1001/claim");
  await olga.post("/tickets/1001/claim");
  await ana.post("/conversations/talk-1001/messages", { text: "hello", clientId: "m-1" });
  await ana.post("/conversations/talk-1001/typing");
  await ana.post("/conversations/talk-1001/read", { upTo: 1 });
  await ana.get("/conversations/talk-1001/activities");
  await ana.get("/conversations/unknown/activities");
  await ana.post("/tickets/1001/notes", { text: "a note" });
  await ana.post("/tickets/1001/priority", { priority: "urgent" });
  await ana.post("/tickets/1001/tags", { tags: ["a"] });
  await ana.get("/tickets/1001");
  await ana.post("/tickets/1001/transfer", { to: olga.id, note: "yours" });
  await ana.get("/tickets/1001");
  await olga.post("/tickets/1001/release");
  await ana.post("/tickets/1001/claim");
  await ana.post("/tickets/1001/resolve", resolved);
  await ana.post("/tickets/1001/resolve", resolved);
  await ana.get("/tickets/99");
  await ana.get("/search?q=hello");
  await ana.get("/search");
}
