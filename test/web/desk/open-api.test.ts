import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, unknown>;
}

let api: TestApi;
let document: Document;
const browsers: Browser[] = [];

beforeAll(async () => {
  api = await openApi();
  const olga = await api.join("Olga", "owner");
  const ana = await api.join("Ana", "agent");
  const guest = api.browser();
  browsers.push(olga, ana, guest);
  document = (await (await fetch(`${api.url}/api/openapi.json`)).json()) as Document;
  await everythingOnce(olga, ana, guest);
});
afterAll(() => api.stop());

// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
const resolved = { outcome: "answered", then: "continue" };

/** Calls everything that there is, well and badly. */
async function everythingOnce(olga: Browser, ana: Browser, guest: Browser): Promise<void> {
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

test("the document is a valid OpenAPI 3.1 document", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone({ ...document }));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(document.openapi).toBe("3.1.0");
});

test("the document has every call, and no call that there is not", async () => {
  const told = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const there = api.calls.map(({ method, path }) => `${method} /api/desk${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(told.sort()).toEqual(there.sort());
  const routes = Object.values(
    api.web.restify.router.getRoutes() as unknown as Record<string, { method: string; path: string }>,
  )
    .filter(({ path }) => path.startsWith("/api/desk"))
    .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(routes.sort()).toEqual(told.sort());
});

/** Finds the operation that a path belongs to. */
function operationAt(method: string, path: string): [name: string, operation: Operation] {
  const asked = `/api/desk${path.split("?", 1)[0]}`.split("/");
  const name = Object.keys(document.paths).find((template) => {
    const parts = template.split("/");
    return (
      parts.length === asked.length && parts.every((part, at) => part.startsWith("{") || part === asked[at])
    );
  });
  const operation = document.paths[name ?? ""]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`the document has no ${method} ${path}`);
  return [`${method} ${name}`, operation];
}

test("each real answer has a status that the document knows and the form it gives, and every call was made", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const seen = new Map<string, Set<number>>();
  for (const { method, path, answer } of browsers.flatMap(({ calls }) => calls)) {
    const [name, { responses }] = operationAt(method, path);
    seen.set(name, (seen.get(name) ?? new Set()).add(answer.status));
    const told = responses[String(answer.status)];
    expect(told, `${name} gave ${answer.status}: ${JSON.stringify(answer.body)}`).toBeDefined();
    const type = (answer.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
    const schema = told?.content?.[type]?.schema;
    if (answer.status === 204) {
      expect([told?.content, answer.body, type]).toEqual([undefined, null, ""]);
      continue;
    }
    expect(schema, `${name} gave ${type}`).toBeDefined();
    const check: ValidateFunction = ajv.compile({ ...schema, components: document.components });
    expect(check(answer.body) ? [] : check.errors, `${name} ${answer.status}`).toEqual([]);
  }
  const good = [...seen].filter(([, statuses]) => statuses.has(200) || statuses.has(204));
  const told = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(good.map(([name]) => name).sort()).toEqual(told.sort());
});

test("a form with a wrong field would be told", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schema =
    document.paths["/api/desk/session"]?.["get"]?.responses["200"]?.content?.["application/json"]?.schema;
  const check = ajv.compile({ ...schema, components: document.components });
  const agent = {
    id: "a",
    email: "a@b.example",
    name: "A",
    firstName: "A",
    role: "agent",
    teams: [],
    presence: "away",
  };
  expect(check({ agent, csrf: "x" })).toBe(true);
  expect(check({ agent: { ...agent, role: "king" }, csrf: "x" })).toBe(false);
  expect(check({ agent })).toBe(false);
});
