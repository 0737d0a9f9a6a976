import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadMessages } from "../../../src/guide/messages.ts";
import { packageOf, readPackageRequest } from "../../../src/teams/app-package/app-package.ts";

const appId = "6f1d9a52-3c1e-4b2a-9a4f-0c5d8e7b1a23";
const asked = ["--app-id", appId, "--domain", "desk.example.com"];
const words = loadMessages("data/phrases/en");
const files = (...more: string[]) =>
  unzipSync(packageOf(readPackageRequest([...asked, ...more]), words, "data/teams"));
const manifest = (...more: string[]) =>
  JSON.parse(strFromU8(files(...more)["manifest.json"] ?? new Uint8Array())) as Record<string, unknown>;

const schemas = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@microsoft/app-manifest/package.json")),
  "build/json-schemas/teams",
);
/** What the schema of a version says against a manifest. */
function faults(version: string, value: unknown): unknown {
  const ajv = new Ajv.default({ allErrors: true, strictTypes: false });
  formats.default(ajv, ["uri", "email", "regex"]);
  const file = path.join(schemas, `v${version}`, "MicrosoftTeams.schema.json");
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  return validate(value) ? null : validate.errors;
}

/** Rows of 8-bit RGB or RGBA of a PNG, as its filters gave them (https://www.w3.org/TR/png-3/). */
function pixels(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = bytes[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const out = Buffer.alloc(line * height);
  const paeth = (a: number, b: number, c: number): number => {
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)] as const;
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < line; x += 1) {
      const a = x >= channels ? (out[y * line + x - channels] ?? 0) : 0;
      const b = y > 0 ? (out[(y - 1) * line + x] ?? 0) : 0;
      const c = x >= channels && y > 0 ? (out[(y - 1) * line + x - channels] ?? 0) : 0;
      const add = [0, a, b, (a + b) >> 1, paeth(a, b, c)][raw[y * (line + 1)] ?? 0] ?? 0;
      out[y * line + x] = (raw[y * (line + 1) + 1 + x] ?? 0) + add;
    }
  const at = Array.from({ length: width * height }, (_, i) => [
    ...out.subarray(i * channels, (i + 1) * channels),
  ]);
  return { width, height, channels, at };
}

describe("the Teams app package", () => {
  test("holds the manifest and two icons at the top, and nothing else", () => {
    expect(Object.keys(files()).sort()).toEqual(["color.png", "manifest.json", "outline.png"]);
  });

  test("follows the newest stable schema that there is", () => {
    const newest = readdirSync(schemas)
      .flatMap((name) => (/^v1\.\d+$/.test(name) ? [Number(name.slice(3))] : []))
      .reduce((most, minor) => Math.max(most, minor));
    expect(manifest()["manifestVersion"]).toBe(`1.${newest}`);
    expect(faults(`1.${newest}`, manifest())).toBeNull();
  });

  test("would be refused by that schema with a wrong scope, a wrong kind of permission or a name that is too long", () => {
    const made = manifest();
    const version = String(made["manifestVersion"]);
    expect(faults(version, { ...made, name: { short: "x".repeat(31) } })).toHaveLength(1);
    const read = { name: "ChannelMessage.Read.Group", type: "Everything" };
    expect(
      faults(version, { ...made, authorization: { permissions: { resourceSpecific: [read] } } }),
    ).not.toBeNull();
    expect(faults(version, { ...made, bots: [{ botId: appId, scopes: ["channel"] }] })).not.toBeNull();
  });

  test("names the bot, where it talks, what it may hear, the tab, its sign-in and its domain", () => {
    expect(manifest("--version", "2.3.4")).toMatchObject({
      version: "2.3.4",
      id: appId,
      bots: [{ botId: appId, scopes: ["personal", "team", "groupChat"] }],
      staticTabs: [{ contentUrl: "https://desk.example.com/console?in=teams", scopes: ["personal"] }],
      webApplicationInfo: { id: appId, resource: `api://desk.example.com/botid-${appId}` },
      validDomains: ["desk.example.com"],
      authorization: {
        permissions: { resourceSpecific: [{ name: "ChannelMessage.Read.Group", type: "Application" }] },
      },
    });
  });

  test("lists commands that the bot knows by these very words, and /desk here in teams alone", () => {
    const [bot] = manifest()["bots"] as [
      { commandLists: { scopes: string[]; commands: { title: string }[] }[] },
    ];
    const titles = Object.fromEntries(
      bot.commandLists.map(({ scopes, commands }) => [scopes.join(), commands.map(({ title }) => title)]),
    );
    const known = Object.values(JSON.parse(readFileSync("data/phrases/en/commands.json", "utf8")));
    expect(known).toEqual(expect.arrayContaining(titles["personal,groupChat"] ?? [""]));
    expect(titles["team"]).toEqual([...(titles["personal,groupChat"] ?? []), "/desk here"]);
  });

  test("has a colour icon of 192 pixels and a white outline of 32 on nothing", () => {
    const { "color.png": color = new Uint8Array(), "outline.png": outline = new Uint8Array() } = files();
    expect(pixels(color)).toMatchObject({ width: 192, height: 192 });
    const drawn = pixels(outline);
    expect(drawn).toMatchObject({ width: 32, height: 32, channels: 4 });
    const seen = drawn.at.filter(([, , , alpha]) => alpha !== 0);
    expect(seen.length).toBeGreaterThan(50);
    expect(seen.length).toBeLessThan(600);
    expect(seen.filter(([r, g, b]) => r !== 255 || g !== 255 || b !== 255)).toEqual([]);
  });

  test("is the same to the byte when it is made again", () => {
    const made = () => Buffer.from(packageOf(readPackageRequest(asked), words, "data/teams"));
    expect(made().equals(made())).toBe(true);
  });

  test("is not made of a template with a name that nothing is known for", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "teams-app-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, "manifest.json"), '{"icons":{},"name":"{{teams-app.nickname}}"}');
    expect(() => packageOf(readPackageRequest(asked), words, folder)).toThrow(/\{\{teams-app\.nickname\}\}/);
  });

  test.each([
    [["--domain", "desk.example.com"], /^--app-id: is required$/],
    [["--app-id", "mine", "--domain", "desk.example.com"], /^--app-id: expected the app id of the bot/],
    [["--app-id", appId, "--domain", "https://desk.example.com"], /^--domain: expected a host name/],
    [["--app-id", appId, "--domain", "localhost"], /^--domain: expected a host name/],
    [[...asked, "--version", "1"], /^--version: expected three numbers/],
    [[...asked, "--terms-url", "http://example.com"], /^--terms-url: expected an https URL/],
    [[...asked, "--colour", "red"], /--colour/],
  ])("is not made of %j, and the line says which is wrong", (args, line) => {
    expect(() => readPackageRequest(args)).toThrow(line);
  });
});
