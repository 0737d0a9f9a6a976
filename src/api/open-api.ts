import { z } from "zod";
import { createDocument } from "zod-openapi";
import { type ProblemCode, statusOf } from "../http/problems.ts";
import type { Endpoint } from "./endpoint.ts";

/** Problem details (RFC 9457). `code` identifies the problem, `instance` the event in the desk's log. */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    /** the assignee of the ticket */
    by: z.object({ id: z.string(), name: z.string() }).optional(),
  })
  .meta({ id: "Problem" });

/** Problem codes of every call. */
const always: readonly ProblemCode[] = [
  "bad-request",
  "too-large",
  "wrong-type",
  "too-fast",
  "trouble",
  "cannot-store",
];

type Responses = NonNullable<Parameters<typeof createDocument>[0]["paths"]>[string]["get"] extends infer O
  ? O extends { responses?: infer R }
    ? NonNullable<R>
    : never
  : never;

function problemsOf({
  least,
  method,
  stepUp,
  beforeCode,
  problems = [],
}: Endpoint): Map<string, ProblemCode[]> {
  const codes = [
    ...always,
    ...(least === null ? [] : (["not-signed-in"] as const)),
    ...(method === "get"
      ? []
      : (["foreign-origin", ...(least === null ? [] : (["no-csrf"] as const))] as const)),
    ...(least === null || least === "agent" ? [] : (["not-allowed"] as const)),
    ...(least === null || beforeCode ? [] : (["code-setup"] as const)),
    ...(stepUp ? (["step-up"] as const) : []),
    ...problems,
  ];
  const byStatus = new Map<string, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const status = String(statusOf(code));
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function responsesOf(call: Endpoint): Responses {
  const good =
    call.answer === undefined
      ? { "204": { description: "Done" } }
      : { "200": { description: "OK", content: { "application/json": { schema: call.answer } } } };
  const bad = [...problemsOf(call)].map(([status, codes]) => [
    status,
    { description: codes.join(", "), content: { "application/problem+json": { schema: ProblemSchema } } },
  ]);
  return { ...good, ...Object.fromEntries(bad) } as Responses;
}

const paramsOf = (path: string): z.ZodObject | undefined => {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const shape = (name: string) => (name === "number" ? z.int().positive() : z.string());
  return names.length === 0
    ? undefined
    : z.object(Object.fromEntries(names.map((name) => [name, shape(name)])));
};

function operation(call: Endpoint) {
  const path = paramsOf(call.path);
  const query = call.query as z.ZodObject | undefined;
  const who = call.least === null ? "Whoever" : `At least ${call.least}`;
  return {
    summary: call.summary,
    description: `${who} may call this${call.stepUp ? ", after signing in just now" : ""}.`,
    ...((path || query) && { requestParams: { ...(path && { path }), ...(query && { query }) } }),
    ...(call.body && {
      requestBody: { required: true, content: { "application/json": { schema: call.body } } },
    }),
    ...(call.least === null
      ? { security: [] }
      : { security: [call.method === "get" ? { session: [] } : { session: [], csrf: [] }] }),
    responses: responsesOf(call),
  };
}

/** Generates the OpenAPI 3.1 document from the schemas that validate the calls. */
export function openApi(calls: readonly Endpoint[], root: string, cookie: string): object {
  const paths: Record<string, Record<string, ReturnType<typeof operation>>> = {};
  for (const call of calls) {
    const path = `${root}${call.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [call.method]: operation(call) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Exit Desk",
      version: "1",
      description: `Events come over a WebSocket at ${root}/stream?after=<seq>.`,
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookie },
        csrf: { type: "apiKey", in: "header", name: "x-csrf-token" },
      },
    },
  });
}
