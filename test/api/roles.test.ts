import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi, type TestApi } from "./api-desk.ts";
import type { Browser } from "./browser.ts";

type Who = "nobody" | "agent" | "supervisor" | "owner";
type Whose = "own" | "foreign" | "queued";

// biome-ignore lint/suspicious/noThenProperty: the API's field has this name
const resolved = { outcome: "answered", then: "done" };

/** Each call, and its status for: nobody; agent, supervisor, owner on a ticket of their own; on somebody else's; on nobody's. */
const table: [
  call: string,
  body: object | null,
  nobody: number,
  own: [number, number, number],
  foreign: [number, number, number],
  queued: [number, number, number],
][] = [
  ["GET /tickets/:n", null, 401, [200, 200, 200], [403, 200, 200], [200, 200, 200]],
  ["POST /tickets/:n/claim", {}, 401, [200, 200, 200], [409, 409, 409], [200, 200, 200]],
  ["POST /tickets/:n/let-in", {}, 401, [409, 409, 409], [409, 409, 409], [409, 409, 409]],
  ["POST /tickets/:n/release", {}, 401, [200, 200, 200], [403, 200, 200], [403, 403, 403]],
  [
    "POST /tickets/:n/transfer",
    { to: "team:billing" },
    401,
    [200, 200, 200],
    [403, 200, 200],
    [403, 200, 200],
  ],
  ["POST /tickets/:n/notes", { text: "seen" }, 401, [200, 200, 200], [403, 200, 200], [200, 200, 200]],
  ["POST /tickets/:n/resolve", resolved, 401, [200, 200, 200], [403, 200, 200], [403, 200, 200]],
  ["POST /tickets/:n/priority", { priority: "high" }, 401, [200, 200, 200], [403, 200, 200], [200, 200, 200]],
  ["POST /tickets/:n/tags", { tags: ["vip"] }, 401, [200, 200, 200], [403, 200, 200], [200, 200, 200]],
  [
    "POST /tickets/:n/address",
    { address: "someone@example.org" },
    401,
    [200, 200, 200],
    [403, 200, 200],
    [200, 200, 200],
  ],
  ["GET /conversations/:c/activities", null, 401, [200, 200, 200], [403, 200, 200], [200, 200, 200]],
  [
    "POST /conversations/:c/messages",
    { text: "hello" },
    401,
    [200, 200, 200],
    [403, 403, 403],
    [403, 403, 403],
  ],
  ["POST /conversations/:c/typing", {}, 401, [204, 204, 204], [403, 403, 403], [403, 403, 403]],
  ["POST /conversations/:c/read", { upTo: 1 }, 401, [204, 204, 204], [403, 204, 204], [204, 204, 204]],
];

/** The calls that are about no ticket, and their status for nobody, agent, supervisor and owner. */
const other: [call: string, body: object | null, ...statuses: [number, number, number, number]][] = [
  ["GET /session", null, 401, 200, 200, 200],
  ["GET /sessions", null, 401, 200, 200, 200],
  ["GET /agents/:other/sessions", null, 401, 403, 403, 200],
  ["DELETE /agents/:other/sessions/:session", null, 401, 403, 403, 404],
  ["DELETE /sessions/:session", null, 401, 404, 404, 404],
  ["POST /password", { current: "wrong", next: "another good phrase" }, 401, 401, 401, 401],
  ["POST /step-up", { password: "wrong" }, 401, 401, 401, 401],
  ["POST /totp", null, 401, 200, 200, 200],
  ["PUT /totp", { secret: "A".repeat(32), code: "wrong" }, 401, 401, 401, 401],
  ["DELETE /totp", null, 401, 204, 204, 204],
  ["DELETE /provider-account", null, 401, 204, 204, 204],
  ["GET /quarantine", null, 401, 200, 200, 200],
  ["POST /quarantine/:network/let-in", {}, 401, 200, 200, 200],
  ["POST /quarantine/:network/close", {}, 401, 200, 200, 200],
  ["POST /quarantine/:network/close", { queued: true }, 401, 403, 200, 200],
  ["POST /quarantine/acts/:act/undo", {}, 401, 404, 404, 404],
  ["GET /agents", null, 401, 200, 200, 200],
  ["POST /agents", { email: "a@new.example", name: "New", role: "agent", teams: [] }, 401, 403, 200, 200],
  [
    "POST /agents",
    { email: "s@new.example", name: "New", role: "supervisor", teams: [] },
    401,
    403,
    403,
    200,
  ],
  ["POST /agents", { email: "o@new.example", name: "New", role: "owner", teams: [] }, 401, 403, 403, 200],
  ["GET /invitations", null, 401, 403, 200, 200],
  ["DELETE /invitations/:invitation", null, 401, 403, 404, 404],
  ["GET /sign-in-links", null, 401, 403, 403, 200],
  ["DELETE /sign-in-links/:link", null, 401, 403, 403, 404],
  ["GET /keys", null, 401, 403, 403, 200],
  ["POST /keys/:kind", { atOnce: true }, 401, 403, 403, 404],
  ["GET /conversations/:id/devices", null, 401, 403, 403, 404],
  ["DELETE /conversations/:id/devices", null, 401, 403, 403, 404],
  ["DELETE /conversations/:id/devices/:device", null, 401, 403, 403, 404],
  ["PATCH /agents/:other", { teams: ["billing"] }, 401, 403, 403, 200],
  ["PATCH /agents/:other", { entra: null }, 401, 403, 403, 200],
  ["PUT /presence", { presence: "busy" }, 401, 204, 204, 204],
  ["GET /tickets", null, 401, 200, 200, 200],
  ["GET /tickets?state=all", null, 401, 200, 200, 200],
  ["GET /canned?q=", null, 401, 200, 200, 200],
  ["GET /search?q=hello", null, 401, 200, 200, 200],
  ["GET /reports", null, 401, 200, 200, 200],
  ["POST /people/find", { person: "nobody" }, 401, 403, 403, 404],
  ["POST /people/export", { person: "nobody" }, 401, 403, 403, 404],
  ["POST /people/erase", { person: "nobody" }, 401, 403, 403, 404],
  ["POST /people/hold", { person: "nobody" }, 401, 403, 403, 404],
  ["POST /people/release", { person: "nobody" }, 401, 403, 403, 404],
  ["GET /audit", null, 401, 403, 403, 200],
  ["GET /audit/check", null, 401, 403, 403, 200],
  ["POST /audit/export", {}, 401, 403, 403, 200],
];

/** What is called by who is not signed in, or ends the session: shown in sessions.test.ts, provider.test.ts, bearer.test.ts and passwords.test.ts. */
const elsewhere = [
  "POST /owner",
  "POST /account",
  "POST /session",
  "POST /bearer-session",
  "POST /microsoft-session",
  "POST /link",
  "POST /sign-in",
  "DELETE /session",
  "POST /sign-out",
  "DELETE /sessions",
];

let api: TestApi;
const browsers = {} as Record<Who, Browser>;
let stranger: Browser;
let number = 2000;

beforeAll(async () => {
  api = await openApi({
    limits: { writesPerAgent: { burst: 1e6, perSecond: 1e6 }, readsPerAgent: { burst: 1e6, perSecond: 1e6 } },
  });
  browsers.nobody = api.browser();
  browsers.owner = await api.join("Oak", "owner");
  browsers.supervisor = await api.join("Spruce", "supervisor");
  browsers.agent = await api.join("Alder", "agent");
  stranger = await api.join("Birch", "agent");
});
afterAll(() => api.stop());

const holderOf = (who: Who, whose: Whose): Browser | null =>
  whose === "queued" ? null : whose === "own" ? browsers[who] : stranger;

async function call(who: Who, whole: string, body: object | null, whose?: Whose): Promise<number> {
  const [method = "", path = ""] = whole.split(" ");
  number += 1;
  if (whose !== undefined) {
    await api.openTicket(number);
    const taken = await holderOf(who, whose)?.post(`/tickets/${number}/claim`);
    if (taken !== undefined && who !== "nobody") expect(taken.status).toBe(200);
  }
  const where = path
    .replace(":n", String(number))
    .replace(":c", `talk-${number}`)
    .replace(":other", stranger.id)
    .replace(":session", "none");
  return (await browsers[who].ask(method, where, body ?? undefined)).status;
}

const roles = ["agent", "supervisor", "owner"] as const;
const cases = table.flatMap(([name, body, nobody, own, foreign, queued]) => [
  { name, body, who: "nobody" as Who, whose: "foreign" as Whose, status: nobody },
  ...roles.flatMap((who, at) => [
    { name, body, who, whose: "own" as Whose, status: own[at] },
    { name, body, who, whose: "foreign" as Whose, status: foreign[at] },
    { name, body, who, whose: "queued" as Whose, status: queued[at] },
  ]),
]);

describe("T44: a call about a ticket", () => {
  test.each(cases)(
    "$name by $who, whose ticket it is: $whose, gives $status",
    async ({ name, body, who, whose, status }) => {
      expect(await call(who, name, body, whose)).toBe(status);
    },
  );
});

describe("T44: a call about no ticket", () => {
  const each = other.flatMap(([name, body, ...statuses]) =>
    (["nobody", ...roles] as const).map((who, at) => ({ name, body, who, status: statuses[at] })),
  );
  test.each(each)("$name by $who gives $status", async ({ name, body, who, status }) => {
    const own = body !== null && "email" in body ? { ...body, email: `${who}.${body.email}` } : body;
    expect(await call(who, name, own)).toBe(status);
  });
});

test("T44: the tables have every call there is", () => {
  const shown = [...table, ...other].map(([name]) =>
    name.replace(/\?.*/, "").replace(/:n\b/, ":number").replace(/:c\b/, ":id").replace(":other", ":id"),
  );
  const there = api.calls.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...new Set([...shown, ...elsewhere])].sort()).toEqual(there.sort());
});
