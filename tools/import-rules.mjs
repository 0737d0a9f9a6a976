// Writes biome.imports.json: which room may import which. Imports run one way, from the right of this table to its left.
// `npm run import-rules` after a change of the table; a test compares the two.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms in the order of imports: each may import those of the rows above its own, none of its own row or below. */
const layers = [
  ["runtime"],
  ["config", "guide", "redaction"],
  ["nlu", "store"],
  ["audit", "search", "keys"],
  ["accounts"],
  ["tickets"],
  ["outbox"],
  ["privacy"],
  ["dialogs"],
  ["bot"],
  ["http"],
  ["directline"],
  ["api"],
  ["teams", "terminal"],
  ["web"],
];

/** Compose the desk: they may import every room, and no room imports them. */
const composition = ["src/main.ts", "src/app.ts", "src/metrics-collectors.ts", "src/cli"];

/** The files that know the Bot Framework SDK. */
const sdkFiles = ["dialogs/sdk.ts", "src/bot/adapter.ts"];

/** Rooms of pure decisions: they know neither the web nor a database. */
const pure = ["guide", "redaction", "nlu", "tickets", "dialogs"];

const sdk = {
  group: ["botbuilder*", "botbuilder*/**", "botframework-{connector,schema,streaming}"],
  message: `Only ${sdkFiles.join(" and ")} know the SDK.`,
};

const folderOf = (room) => (room === "dialogs" ? "dialogs" : `src/${room}`);
const order = layers.map((rooms) => rooms.join(", ")).join(" <- ");

/** The imports that a room may not have. */
function forbidden(room) {
  const at = layers.findIndex((rooms) => rooms.includes(room));
  const rooms = layers
    .slice(at)
    .flat()
    .filter((other) => other !== room);
  const files = composition.map((file) => `**/${path.basename(file)}${file.endsWith(".ts") ? "" : "/**"}`);
  return {
    group: [...rooms.map((other) => `**/${other}/**`), ...files],
    message: `Imports run one way: ${order}.`,
  };
}

const override = (includes, patterns, paths = {}) => ({
  includes,
  linter: { rules: { style: { noRestrictedImports: { level: "error", options: { paths, patterns } } } } },
});

const web = "Content, interpretation, ticket rules and dialogs do not know the web.";
const database = "Content, interpretation, ticket rules and dialogs do not know a database.";
const pureOnly = { restify: web, ws: web, lowdb: database };
const browser = ["src/web/widget/{loader,frame}/**", "src/web/console/app/**", "src/web/shared/**"];
const serverOnly = layers.flat().filter((room) => !["api", "web"].includes(room));

const overrides = layers.flat().flatMap((room) => {
  const own = sdkFiles.filter((file) => file.startsWith(`${folderOf(room)}/`));
  const paths = pure.includes(room) ? pureOnly : {};
  return [
    override([`${folderOf(room)}/**`, ...own.map((file) => `!${file}`)], [sdk, forbidden(room)], paths),
    ...(own.length === 0 ? [] : [override(own, [forbidden(room)], paths)]),
  ];
});

const rules = {
  $schema: "./node_modules/@biomejs/biome/configuration_schema.json",
  overrides: [
    ...overrides,
    override(
      composition.map((file) => (file.endsWith(".ts") ? file : `${file}/**`)),
      [sdk],
    ),
    override(browser, [
      {
        group: serverOnly.flatMap((room) => [2, 3, 4].map((up) => `${"../".repeat(up)}${room}/**`)),
        message: "Code for browsers imports api/schemas, web/shared and its own folder.",
      },
    ]),
  ],
};

const file =
  process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "biome.imports.json");
writeFileSync(file, `${JSON.stringify(rules, null, 2)}\n`);
