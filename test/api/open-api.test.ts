import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeMicrosoftSignIn } from "../../src/accounts/microsoft-sign-in.ts";
import { appId, openTenant, tenantId } from "../accounts/tenant.ts";
import { openApi, password, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";
import { everythingOnce } from "./every-call.ts";

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
  const tenant = await openTenant();
  const app = { appId, tenantId, host: null, authority: tenant.authority };
  api = await openApi({ microsoft: makeMicrosoftSignIn(app, () => new Date()) });
  const oak = await api.join("Oak", "owner");
  const alder = await api.join("Alder", "agent");
  const guest = api.browser();
  browsers.push(oak, alder, guest);
  document = (await (await fetch(`${api.url}/api/openapi.json`)).json()) as Document;
  await everythingOnce(api, oak, alder, guest);
  await guest.post("/bearer-session", { email: "oak@desk.example", password });
  for (const token of [await tenant.sign(), await tenant.sign({ oid: appId }), "forged"])
    await guest.post("/microsoft-session", { token });
  await tenant.stop();
});
afterAll(() => api.stop());

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
  const can = { password: true, provider: false, code: false, codeWanted: false };
  const signIn = { ...can, by: "password", provenUntil: new Date().toISOString() };
  const signedIn = { agent, csrf: "x", signIn, version: "0.2.0" };
  expect(check(signedIn)).toBe(true);
  expect(check({ ...signedIn, agent: { ...agent, role: "king" } })).toBe(false);
  expect(check({ ...signedIn, csrf: undefined })).toBe(false);
});
