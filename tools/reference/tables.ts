import { readFileSync } from "node:fs";
import path from "node:path";
import { allEndpoints } from "../../src/api/serve.ts";
import { AuditAction } from "../../src/audit/audit-entry.ts";
import { deskCommands } from "../../src/cli/commands/commands.ts";
import { Environment } from "../../src/config/config.ts";
import { Allotment, Limits, Rate } from "../../src/http/limits.ts";
import { loadProblemMessages, type ProblemCode, statusOf } from "../../src/http/problems.ts";
import { makeMetrics } from "../../src/runtime/metrics.ts";
import { DeskSettings } from "../../src/tickets/settings.ts";
import { logEvents } from "./log-events.ts";
import type { Table } from "./markdown.ts";
import { defaultCell, defaultOf, fieldsOf } from "./schema-rows.ts";

const code = (text: string): string => `\`${text}\``;

function environment(): Table {
  const rows = fieldsOf(Environment).map(({ name, schema, description }) => [
    code(name),
    defaultCell(schema),
    description,
  ]);
  return { columns: ["variable", "default", "what it does"], rows };
}

function settings(): Table {
  const rows = fieldsOf(DeskSettings).map(({ name, schema, description }) => [
    code(name),
    defaultCell(schema),
    description,
  ]);
  return { columns: ["key", "default", "what it sets"], rows };
}

/** Formats a rate in words, and a number with thousands separators. */
function limit(value: unknown): string {
  const number = (of: number): string => of.toLocaleString("en-US", { maximumFractionDigits: 3 });
  const rate = Rate.safeParse(value).data;
  if (rate !== undefined) return `${number(rate.burst)} at once, then ${number(rate.perSecond)} a second`;
  const allotment = Allotment.safeParse(value).data;
  if (allotment !== undefined)
    return `${number(allotment.burst)} at once, then ${number(allotment.perHour)} an hour`;
  return value === null ? "none" : number(Number(value));
}

function limits(): Table {
  const rows = fieldsOf(Limits).map(({ name, schema, description }) => [
    code(name),
    limit(defaultOf(schema)),
    description,
  ]);
  return { columns: ["limit", "default", "what it limits"], rows };
}

/** Scripts that are not listed by name: npm runs the first itself, the others head the table. */
const LISTED_APART = new Set(["prepare", "start", "chat", "desk"]);

/** Socket commands that have a script of their own. */
const WITH_SCRIPT = new Set(["check", "backup", "chat"]);

function cli(root: string): Table {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const own = Object.keys(scripts).filter((name) => !LISTED_APART.has(name));
  const desk = Object.keys(deskCommands().commands).filter((name) => !WITH_SCRIPT.has(name));
  const names = [
    "npm start",
    "npm run chat",
    ...desk.map((name) => `npm run -s desk -- ${name}`),
    ...own.map((name) => (name === "test" ? "npm test" : `npm run -s ${name}`)),
  ];
  return { columns: ["command"], rows: names.map((name) => [code(name)]), handwritten: "what it does" };
}

/** Placeholder for any dependency; endpoints are listed, not called. */
const anything: unknown = new Proxy(() => anything, {
  get: (_, key) => (key === Symbol.iterator ? () => [][Symbol.iterator]() : anything),
});

function httpApi(): Table {
  const endpoints = allEndpoints(anything as never, anything as never);
  const rows = endpoints.map((endpoint) => [
    code(`${endpoint.method.toUpperCase()} ${endpoint.path}`),
    `${endpoint.least ?? "anybody"}${endpoint.stepUp ? ", reauthenticated" : ""}`,
    endpoint.summary,
    (endpoint.problems ?? []).map(code).join(", ") || "–",
  ]);
  return { columns: ["endpoint", "least role", "what it does", "refuses with"], rows };
}

async function metrics(): Promise<Table> {
  const made = makeMetrics();
  const none = () => 0;
  made.look({
    sockets: none,
    queue: async () => 0,
    quarantine: async () => 0,
    outbox: async () => 0,
    budgets: () => ({}),
    memory: none,
    room: none,
  });
  const { text } = await made.text();
  const about = (kind: "HELP" | "TYPE"): Map<string, string> =>
    new Map(
      [...text.matchAll(new RegExp(`^# ${kind} (exit_desk_\\S+) (.*)$`, "gm"))].map(
        ([, name = "", said = ""]) => [name, said],
      ),
    );
  const types = about("TYPE");
  const rows = [...about("HELP")].map(([name, help]) => [code(name), types.get(name) ?? "", help]);
  return { columns: ["metric", "type", "what it counts"], rows };
}

function events(root: string): Table {
  const rows = logEvents(root).map(({ event, files }) => [code(event), files.map(code).join(", ")]);
  return { columns: ["event", "written by"], rows, handwritten: "what it means and what to do" };
}

function actions(): Table {
  return { columns: ["action"], rows: AuditAction.options.map((name) => [code(name)]) };
}

function problems(root: string): Table {
  const words = loadProblemMessages(path.join(root, "data/phrases/en/refusals.json"));
  const names = Object.keys(words).filter((name) => name !== "which") as ProblemCode[];
  const rows = names.map((name) => [code(name), String(statusOf(name)), words[name]]);
  return { columns: ["code", "status", "what the caller reads"], rows };
}

/** Generates all tables, by page below docs/reference/ and table name. */
export async function referenceTables(root: string): Promise<Record<string, Record<string, Table>>> {
  return {
    "environment.md": { environment: environment() },
    "settings.md": { settings: settings() },
    "limits.md": { limits: limits() },
    "cli.md": { commands: cli(root) },
    "http-api.md": { endpoints: httpApi() },
    "metrics.md": { metrics: await metrics() },
    "log-events.md": { events: events(root), actions: actions() },
    "problem-codes.md": { problems: problems(root) },
  };
}
