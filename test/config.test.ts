import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig, variables } from "../src/config/config.ts";
import { hostKey } from "../src/config/secret-format.ts";
import { refusal } from "./config-refusal.ts";

test("an empty environment gives the documented defaults", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 3978,
    dataDir: "data/store",
    databaseUrl: null,
    publicUrl: null,
    allowedOrigins: [],
    directLineSecret: null,
    ticketWebhookUrl: null,
    mail: null,
    connector: null,
    server: { olderSecret: null, proxies: 0, tls: null, metricsToken: null, hostUsersKey: null },
    oidc: null,
    logLevel: "info",
  });
});

test("an empty value counts as none", () => {
  const all = [
    "HOST",
    "PORT",
    "DATA_DIR",
    "DATABASE_URL",
    "PUBLIC_URL",
    "ALLOWED_ORIGINS",
    "DIRECT_LINE_SECRET",
    "DIRECT_LINE_SECRET_OLD",
    "TRUST_PROXY",
    "TLS_CERT",
    "TLS_KEY",
    "METRICS_TOKEN",
    "HOST_USERS_KEY",
    "KEYS_SECRET",
    "KEYS_SECRET_OLD",
    "TICKET_WEBHOOK_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "MicrosoftAppId",
    "MicrosoftAppType",
    "ChannelService",
    "CONNECTOR_SERVICE_HOSTS",
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_SCOPES",
    "LOG_LEVEL",
  ];
  expect(readConfig(Object.fromEntries(all.map((name) => [name, ""])))).toEqual(readConfig({}));
});

test("every variable is read", () => {
  expect(
    readConfig({
      HOST: "0.0.0.0",
      PORT: "0",
      DATA_DIR: "somewhere",
      DATABASE_URL: "postgres://desk:secret@db.example:5432/desk",
      PUBLIC_URL: "https://desk.example",
      ALLOWED_ORIGINS: "https://a.example, https://b.example",
      DIRECT_LINE_SECRET: "a-secret-of-some-length",
      DIRECT_LINE_SECRET_OLD: "the-secret-before-it",
      TRUST_PROXY: "2",
      TLS_CERT: "desk.crt",
      TLS_KEY: "desk.key",
      METRICS_TOKEN: "a-token-for-metrics",
      HOST_USERS_KEY: "a secret that the host page has, too",
      TICKET_WEBHOOK_URL: "https://hooks.example/in",
      SMTP_URL: "smtps://desk:secret@mail.example",
      MAIL_FROM: "desk@example.org",
      LOG_LEVEL: "warn",
    }),
  ).toEqual({
    host: "0.0.0.0",
    port: 0,
    dataDir: "somewhere",
    databaseUrl: "postgres://desk:secret@db.example:5432/desk",
    publicUrl: "https://desk.example",
    allowedOrigins: ["https://a.example", "https://b.example"],
    directLineSecret: "a-secret-of-some-length",
    ticketWebhookUrl: "https://hooks.example/in",
    mail: { url: "smtps://desk:secret@mail.example", from: "desk@example.org", replyTo: null },
    connector: null,
    server: {
      olderSecret: "the-secret-before-it",
      proxies: 2,
      tls: { cert: "desk.crt", key: "desk.key" },
      metricsToken: "a-token-for-metrics",
      hostUsersKey: hostKey("a secret that the host page has, too"),
    },
    oidc: null,
    logLevel: "warn",
  });
});

describe("a wrong value names the variable, what it got and what it expected", () => {
  test.each([
    ["PORT", "http", "expected a whole number from 0 to 65535"],
    ["PORT", "70000", "expected a whole number from 0 to 65535"],
    ["PORT", "-1", "expected a whole number from 0 to 65535"],
    ["PORT", "80.5", "expected a whole number from 0 to 65535"],
    ["PORT", " ", "expected a whole number from 0 to 65535"],
    ["PORT", "1e3", "expected a whole number from 0 to 65535"],
    ["PORT", "Infinity", "expected a whole number from 0 to 65535"],
    ["HOST", " ", "expected a host name or an address"],
    ["DATA_DIR", " ", "expected a folder"],
    ["PUBLIC_URL", "desk.example", "expected an http or https URL"],
    ["PUBLIC_URL", "ftp://desk.example", "expected an http or https URL"],
    ["OIDC_ISSUER", "http://id.example", "expected an https URL"],
    ["OIDC_SCOPES", "email profile", "expected scopes separated by spaces, openid among them"],
    ["ALLOWED_ORIGINS", "https://a.example, b.example", "expected origins such as https://example.com"],
    ["MAIL_FROM", "Desk <desk@example.org>", "expected an e-mail address"],
    ["MAIL_FROM", "desk@example..org", "expected an e-mail address"],
    ["MAIL_FROM", "desk@example.org.", "expected an e-mail address"],
    ["MAIL_FROM", "desk@localhost", "expected an e-mail address"],
    ["TRUST_PROXY", "yes", "expected the number of proxies in front of the desk"],
    ["LOG_LEVEL", "loud", "expected debug, info, warn, error or silent"],
  ])("%s=%j", (name, value, expected) => {
    const [line, ...more] = refusal({ [name]: value }).split("\n");
    expect(more).toEqual([]);
    expect(line).toContain(`${name}: got ${JSON.stringify(value)}, ${expected}`);
  });
});

test.each([
  ["DIRECT_LINE_SECRET", "short-secret", "expected at least 16 characters"],
  ["DIRECT_LINE_SECRET_OLD", "short-secret", "expected at least 16 characters"],
  ["METRICS_TOKEN", "hunter2 is short", "expected at least 16 letters"],
  ["HOST_USERS_KEY", "hunter2 is too short", "expected a secret of at least 32 characters"],
  ["HOST_USERS_KEY", "-----BEGIN PUBLIC KEY-----\nhunter2 hunter2 hunter2", "or a public key"],
  ["TICKET_WEBHOOK_URL", "hooks.example/hunter2", "expected an http or https URL"],
  ["SMTP_URL", "mail.example:25/hunter2", "expected an smtp or smtps URL"],
  ["DATABASE_URL", "mysql://user:hunter2@db/desk", "everything is kept in DATA_DIR"],
])("%s is refused without its value being repeated", (name, value, expected) => {
  const said = refusal({ [name]: value });
  expect(said).toMatch(new RegExp(`^${name}: got a value, .*${expected}`));
  expect(said).not.toContain(value);
  expect(said).not.toContain("hunter2");
});

test.each([
  [
    { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "desk" },
    /^OIDC_CLIENT_SECRET: got nothing, required together with OIDC_ISSUER$/,
  ],
  [{ SMTP_URL: "smtp://mail.example" }, /^MAIL_FROM: got nothing, required together with SMTP_URL$/],
  [{ MAIL_FROM: "desk@example.org" }, /^SMTP_URL: got nothing, required together with MAIL_FROM$/],
])("half of what e-mail needs is refused: %j", (environment, says) => {
  expect(refusal(environment)).toMatch(says);
});

test.each([
  [{ DIRECT_LINE_SECRET_OLD: "the-secret-before-it" }, /^DIRECT_LINE_SECRET: got nothing, required/],
  [{ TLS_CERT: "desk.crt" }, /^TLS_KEY: got nothing, required together with TLS_CERT$/],
  [{ TLS_KEY: "desk.key" }, /^TLS_CERT: got nothing, required together with TLS_KEY$/],
  [
    { TLS_CERT: "desk.crt", TLS_KEY: "desk.key", PUBLIC_URL: "http://desk.example" },
    /^PUBLIC_URL: got "http:.*", expected an https URL with TLS_CERT$/,
  ],
])("what goes together with something else is refused alone: %j", (environment, says) => {
  expect(refusal(environment)).toMatch(says);
});

test.each(variables)("the reference explains %s", (name) => {
  expect(readFileSync("docs/reference/environment.md", "utf8")).toContain(`\`${name}\``);
});

test("all wrong variables are named at once, a line each", () => {
  const lines = refusal({ PORT: "x", LOG_LEVEL: "loud", PUBLIC_URL: "nowhere" }).split("\n");
  expect(lines.map((line) => line.split(":")[0])).toEqual(["PORT", "PUBLIC_URL", "LOG_LEVEL"]);
});

describe("beyond this machine", () => {
  test.each([
    [{ HOST: "0.0.0.0" }],
    [{ HOST: "0.0.0.0", PUBLIC_URL: "https://desk.example" }],
    [{ HOST: "192.0.2.7", ALLOWED_ORIGINS: "https://a.example" }],
    [{ HOST: "127.example.com" }],
  ])("%j is refused without both PUBLIC_URL and ALLOWED_ORIGINS", (environment) => {
    expect(refusal(environment)).toMatch(/^HOST: got ".+", .*PUBLIC_URL.*ALLOWED_ORIGINS/);
  });

  test.each(["127.0.0.1", "127.0.0.2", "localhost", "::1"])("%s needs neither", (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  });
});
