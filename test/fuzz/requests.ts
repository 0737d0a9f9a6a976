import fc from "fast-check";
import { anyJson, damaged, nearly } from "../anything.ts";
import { fromSchema, type Schema } from "./from-schema.ts";

/** A request, without what shows who asks. */
export interface Request {
  /** method and path with `{name}` for what varies, as the tables have it */
  route: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  as: "owner" | "leaver" | "person" | "server" | "forger" | "stranger";
}

/** What varies in paths and is there, by its name in the path. */
export type Known = Record<string, string>;

interface Parameter {
  in: string;
  name: string;
  schema: Schema;
}

/** The parts of an OpenAPI document that say what may be sent. */
export interface OpenApiDocument {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: readonly Parameter[];
        requestBody?: { content: { "application/json": { schema: Schema } } };
      }
    >
  >;
}

interface Route {
  method: string;
  path: string;
  query: readonly Parameter[];
  body?: Schema;
}

const message: Schema = {
  type: "object",
  properties: {
    type: { type: "string", enum: ["message", "message", "event", "typing", "trace"] },
    text: { type: "string", maxLength: 500 },
    id: { type: "string" },
    name: { type: "string" },
    value: { type: "object", properties: { step: { type: "string" }, upTo: { type: "integer" } } },
    channelData: { type: "object", properties: { clientActivityID: { type: "string" } } },
    locale: { type: "string" },
  },
  required: ["type"],
};
const text: Schema = { type: "string" };
const object = (properties: Record<string, Schema>): Schema => ({ type: "object", properties });
const whose = object({
  user: object({ id: { enum: ["dl_lee", "dl_kim", "lee"] }, name: text }),
  TrustedOrigins: { type: "array", items: { enum: ["https://desk.example", "desk.example"] } },
  locale: { enum: ["en", "pt-BR", ""] },
});
const wish: Schema = {
  anyOf: [
    object({}),
    { ...object({ conversationId: text, token: text }), required: ["conversationId", "token"] },
    { ...object({ link: text }), required: ["link"] },
    { ...object({ userToken: text }), required: ["userToken"] },
  ],
};

const conversation = "/v3/directline/conversations/{conversation}";
const watermark: Parameter = { in: "query", name: "watermark", schema: { type: "integer" } };
const token: Parameter = { in: "query", name: "t", schema: { type: "string" } };

/** The Direct Line table, and what else is served. */
const others: readonly Route[] = [
  { method: "post", path: "/widget/token", query: [], body: wish },
  { method: "post", path: "/v3/directline/tokens/generate", query: [], body: whose },
  { method: "post", path: "/v3/directline/tokens/refresh", query: [], body: {} },
  { method: "post", path: "/v3/directline/conversations", query: [], body: whose },
  { method: "get", path: conversation, query: [watermark] },
  { method: "get", path: `${conversation}/activities`, query: [watermark] },
  { method: "post", path: `${conversation}/activities`, query: [], body: message },
  { method: "post", path: `${conversation}/upload`, query: [], body: message },
  { method: "get", path: `${conversation}/stream`, query: [token, watermark] },
  { method: "get", path: "/widget/copy/{conversation}", query: [] },
  { method: "get", path: "/api/desk/stream", query: [{ ...watermark, name: "after" }] },
  ...[
    "/",
    "/embed",
    "/{anything}",
    "/widget.js",
    "/widget/{anything}",
    "/widget/frame",
    "/console/{anything}",
  ].map((path) => ({ method: "get", path, query: [] })),
  ...["/livez", "/readyz", "/metrics", "/api/openapi.json", "/api/desk/{anything}"].map((path) => ({
    method: "get",
    path,
    query: [],
  })),
  { method: "post", path: "/api/messages", query: [], body: message },
];

const described = ({ paths }: OpenApiDocument): Route[] =>
  Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls).map(([method, { parameters = [], requestBody }]) => ({
      method,
      path: path.replace("/conversations/{id}", "/conversations/{conversation}"),
      query: parameters.filter((one) => one.in === "query"),
      ...(requestBody && { body: requestBody.content["application/json"].schema }),
    })),
  );

const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

const hostilePart = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "..%2f..%2f",
    "%00",
    "%zz",
    "%",
    "-1",
    "0",
    "1e9",
    "%F0%9F%98%80",
    "a".repeat(3000),
  ),
  fc.string({ unit: "binary", minLength: 1 }).map((text) => encoded(text)),
);

function pathOf({ path, query }: Route, known: Known): fc.Arbitrary<string> {
  const parts = path.split("/").map((part) => {
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    const here = name === undefined ? undefined : known[name];
    if (name === undefined) return fc.constant(part);
    return here === undefined
      ? hostilePart
      : fc.oneof({ weight: 4, arbitrary: fc.constant(here) }, { weight: 1, arbitrary: hostilePart });
  });
  const asked = fc.record(
    Object.fromEntries(query.map(({ name, schema }) => [name, fc.oneof(fromSchema(schema), hostilePart)])),
    { requiredKeys: [] },
  );
  return fc.tuple(fc.tuple(...parts), asked).map(([found, query]) => {
    const given = Object.entries(query).map(([name, value]) => `${name}=${encoded(String(value))}`);
    return found.join("/") + (given.length > 0 ? `?${given.join("&")}` : "");
  });
}

function bodyOf({ body }: Route): fc.Arbitrary<string | undefined> {
  if (body === undefined) return fc.constantFrom(undefined, undefined, undefined, "{}");
  const good = fromSchema(body);
  const text = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
    value.map((one) => JSON.stringify(one));
  return fc.oneof(
    { weight: 4, arbitrary: text(good) },
    { weight: 3, arbitrary: text(good.chain(nearly)) },
    { weight: 1, arbitrary: text(anyJson) },
    { weight: 1, arbitrary: damaged(text(good)) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, "", "null", `${"[".repeat(40)}${"]".repeat(40)}`) },
  );
}

const json = { "content-type": "application/json" };
const headers = fc.oneof(
  { weight: 20, arbitrary: fc.constant(json) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      {},
      { "content-type": "text/plain" },
      { "content-type": "multipart/form-data; boundary=x" },
      { ...json, "content-encoding": "gzip" },
      { ...json, origin: "https://evil.example" },
      { ...json, host: "[" },
      { ...json, "accept-language": "x".repeat(2000) },
      { ...json, cookie: "exit_desk_session=%00; a==;;" },
      { ...json, "x-csrf-token": "forged", "x-forwarded-for": "'; --" },
      { upgrade: "websocket", connection: "Upgrade", "sec-websocket-key": "AAAA" },
      {
        upgrade: "websocket",
        connection: "Upgrade",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-version": "13",
      },
    ),
  },
) as fc.Arbitrary<Record<string, string>>;

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PROPFIND"];

/** Who may ask. */
function rightful(path: string): Request["as"] {
  if (path.startsWith("/api/desk")) return "owner";
  return path.endsWith("/tokens/generate") ? "server" : "person";
}

/** Who asks; in most cases whoever may. */
const asker = (path: string): fc.Arbitrary<Request["as"]> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(rightful(path)) },
    { weight: 1, arbitrary: fc.constantFrom<Request["as"][]>("owner", "person", "forger", "stranger") },
  );

/** What ends sessions is asked by somebody whom nothing else needs. */
const spared = (request: Request): Request =>
  request.as === "owner" && (request.method === "DELETE" || request.path.includes("/sign-out"))
    ? { ...request, as: "leaver" }
    : request;

function requestTo(route: Route, known: Known): fc.Arbitrary<Request> {
  const right = route.method.toUpperCase();
  const request = fc.record({
    route: fc.constant(`${right} ${route.path}`),
    method: fc.oneof(
      { weight: 15, arbitrary: fc.constant(right) },
      { weight: 1, arbitrary: fc.constantFrom(...methods) },
    ),
    path: pathOf(route, known),
    headers,
    body: bodyOf(route),
    as: asker(route.path),
  }) as fc.Arbitrary<Request>;
  return request.map(spared);
}

/** Requests to everything that is served, good and bad in every part. */
export const requests = (document: OpenApiDocument, known: Known): fc.Arbitrary<Request> =>
  fc.oneof(...[...described(document), ...others].map((route) => requestTo(route, known)));

/** All routes, as `Request.route` has them. */
export const routesOf = (document: OpenApiDocument): string[] =>
  [...described(document), ...others].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
