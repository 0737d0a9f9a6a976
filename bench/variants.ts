import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TeamsConfig } from "../src/config/teams-config.ts";
import { startServer } from "../test/store/postgres/server.ts";
import { type Child, startChild } from "./child.ts";
import type { LoadOrder } from "./driver/main.ts";

/** A bot that is measured, and how people reach it. */
export interface Variant {
  name: string;
  how: LoadOrder["how"];
  /** starts it with an empty memory */
  start(): Promise<Child>;
}

const here = import.meta.dirname;
const project = path.join(here, "..", "..");

/** Starts a compiled file of the bench. */
export const startPart = (part: string, env: Record<string, string> = {}): Promise<Child> =>
  startChild({ file: path.join(here, part, "main.mjs"), env });

/** What `npm start` runs in a tree of the project, and node's flags for it. */
function startCommand(tree: string): { file: string; flags: string[] } {
  const { scripts } = JSON.parse(readFileSync(path.join(tree, "package.json"), "utf8"));
  const flags = String(scripts.start)
    .replace(/^exec /, "")
    .split(" ")
    .slice(1);
  return { file: path.join(tree, flags.pop() ?? ""), flags };
}

/** Starts the desk as `npm start` does, with the same flags, on a free port, with its store in `folder` or in a database. */
export const startDesk = (folder: string, databaseUrl = "", tree = project): Promise<Child> =>
  startChild({
    ...startCommand(tree),
    cwd: tree,
    env: { PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" },
  });

/** Starts a PostgreSQL server, which waits for its disk, and the desk on it. */
export async function startDeskOnPostgres(folder: string, tree = project): Promise<Child> {
  const server = await startServer({ durable: true });
  try {
    const desk = await startDesk(folder, await server.database(), tree);
    const stop = () => desk.stop().finally(() => server.end());
    return { ...desk, stop };
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** Makes a folder for the time of a measurement. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "exit-desk-bench-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts the desk with its door for Teams, which takes the tokens of `issuer`, with the same flags as `npm start`. */
const startTeamsDesk = (folder: string, issuer: TeamsConfig, tree = project): Promise<Child> =>
  startChild({
    file: path.join(tree, "dist/bench/connector/main.mjs"),
    flags: startCommand(tree).flags,
    cwd: tree,
    env: { DATA_DIR: folder, BENCH_ISSUER: JSON.stringify(issuer) },
  });

/** The desk of this tree and the desk of a tree built before, by every door and on both stores. */
export const desksOf =
  (trees: Record<string, string>) =>
  (folder: string, issuer: TeamsConfig): Variant[] =>
    Object.entries(trees).flatMap(([name, tree]): Variant[] => {
      const own = (store: string): string => path.join(folder, name, store);
      return [
        { name: `${name}, clicks`, how: "directLine", start: () => startDesk(own("clicks"), "", tree) },
        { name: `${name}, typed`, how: "directLine, typed", start: () => startDesk(own("typed"), "", tree) },
        {
          name: `${name}, on PostgreSQL`,
          how: "directLine",
          start: () => startDeskOnPostgres(own("postgres"), tree),
        },
        {
          name: `${name}, Teams`,
          how: "Teams, expectReplies",
          start: () => startTeamsDesk(own("teams"), issuer, tree),
        },
      ];
    });

/** The bots whose turns are compared; the desks keep their stores in `folder`. */
export const variants = (folder: string, issuer: TeamsConfig): Variant[] => [
  { name: "desk", how: "directLine", start: () => startDesk(path.join(folder, "desk")) },
  {
    name: "desk on PostgreSQL",
    how: "directLine",
    start: () => startDeskOnPostgres(path.join(folder, "postgres")),
  },
  {
    name: "desk, Teams expectReplies",
    how: "Teams, expectReplies",
    start: () => startTeamsDesk(path.join(folder, "replies"), issuer),
  },
  {
    name: "desk, Teams connector",
    how: "Teams, connector",
    start: () => startTeamsDesk(path.join(folder, "connector"), issuer),
  },
  { name: "a door alone", how: "directLine", start: () => startPart("door") },
  { name: "ordinary, expectReplies", how: "expectReplies", start: () => startPart("ordinary") },
  { name: "ordinary, connector", how: "connector", start: () => startPart("ordinary") },
  { name: "successor, expectReplies", how: "expectReplies", start: () => startPart("successor") },
  { name: "successor, connector", how: "connector", start: () => startPart("successor") },
];
