import { lookup } from "node:dns";
import { Agent, request } from "node:http";
import { expect, test } from "vitest";
import { governmentCloud, publicCloud } from "../../../src/config/teams-config.ts";
import {
  isListed,
  isPrivateAddress,
  makeServiceUrls,
  publicLookup,
  type ResolveHost,
} from "../../../src/teams/auth/service-urls.ts";
import { openIssuer } from "../issuer.ts";

const hosts = [...publicCloud.serviceHosts, ...governmentCloud.serviceHosts];

/** Names of a zone file of ours. */
const zone =
  (addresses: Record<string, string[]>): ResolveHost =>
  (host, _options, found) => {
    const known = addresses[host];
    if (known === undefined) found(Object.assign(new Error(host), { code: "EAI_AGAIN" }), []);
    else
      found(
        null,
        known.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
  };

test.each([
  "https://smba.trafficmanager.net/teams/",
  "https://smba.trafficmanager.net/emea/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/",
  "https://smba.infra.gcc.teams.microsoft.com/teams",
  "https://smba.infra.gov.teams.microsoft.us/teams",
  "https://smba.infra.dod.teams.microsoft.us/teams",
  "https://SMBA.trafficmanager.net:443/teams/",
])("T34: %s is listed", (url) => expect(isListed(url, hosts, false)).toBe(true));

test.each([
  "http://smba.trafficmanager.net/teams/",
  "https://smba.trafficmanager.net.evil.example/",
  "https://evil.example/smba.trafficmanager.net",
  "https://smba.trafficmanager.net@evil.example/",
  "https://user:pass@smba.trafficmanager.net/",
  "https://smba.trafficmanager.net:8443/",
  "https://smba.trafficmanager.net./",
  "https://xsmba.trafficmanager.net/",
  "https://evil.example\\@smba.trafficmanager.net/",
  "https://smba.trafficmanager.net/?to=evil",
  "https://smba.trafficmanager.net/#evil",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://2130706433/",
  "http://127.0.0.1:3978/",
  "http://169.254.169.254/metadata/identity",
  "urn:botframework:desk",
  "file:///etc/passwd",
  "//smba.trafficmanager.net/",
  "",
])("T34: '%s' is not listed", (url) => expect(isListed(url, hosts, false)).toBe(false));

test("only a test's own word opens http, and for this machine alone", () => {
  expect(isListed("http://127.0.0.1:3978/", hosts, true)).toBe(true);
  expect(isListed("http://10.0.0.1/", hosts, true)).toBe(false);
  expect(isListed("http://smba.trafficmanager.net/", hosts, true)).toBe(false);
});

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:10.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::a00:1",
  "fc00::1",
  "fd12::1",
  "fe80::1",
  "ff02::1",
  "2001:db8::1",
  "2002:a00:1::1",
  "not an address",
])("%s is private", (address) => expect(isPrivateAddress(address)).toBe(true));

test.each(["8.8.8.8", "52.112.0.1", "172.32.0.1", "100.128.0.1", "2603:1030::1", "2620:1ec::1"])(
  "%s is public",
  (address) => expect(isPrivateAddress(address)).toBe(false),
);

const allowed = (
  resolve: ResolveHost,
  now: () => number = Date.now,
  listed = ["desk.example", "localhost"],
) => makeServiceUrls(listed, publicLookup(false, resolve), { now, trustLoopback: false });

test("T34: a listed name is refused when any of its addresses is private", async () => {
  const url = "https://desk.example/";
  expect(await allowed(zone({ "desk.example": ["8.8.8.8", "2603:1030::1"] }))(url)).toBe(true);
  expect(await allowed(zone({ "desk.example": ["8.8.8.8", "10.0.0.1"] }))(url)).toBe(false);
  expect(await allowed(zone({ "desk.example": ["fd12::1"] }))(url)).toBe(false);
  expect(await allowed(lookup as ResolveHost)("https://localhost/")).toBe(false);
});

test("a listed name that cannot be looked up just now passes here, and no connection is made to it", async () => {
  expect(await allowed(zone({}))("https://desk.example/")).toBe(true);
});

test("a verdict on a name lasts a minute", async () => {
  const names = { "desk.example": ["8.8.8.8"] };
  let at = 0;
  const ask = allowed(zone(names), () => at);
  expect(await ask("https://desk.example/")).toBe(true);
  names["desk.example"] = ["10.0.0.1"];
  expect(await ask("https://desk.example/")).toBe(true);
  at = 60_000;
  expect(await ask("https://desk.example/")).toBe(false);
});

test("T34: a name that has come to lead to a private address since is not connected to", async () => {
  const issuer = await openIssuer();
  const { port } = new URL(issuer.url);
  const connect = (trustLoopback: boolean) =>
    new Promise((resolve) => {
      const agent = new Agent({
        lookup: publicLookup(trustLoopback, zone({ "desk.example": ["127.0.0.1"] })),
      });
      const asking = request({ host: "desk.example", port, path: "/openid", agent }, (res) => {
        res.resume();
        resolve(res.statusCode);
      });
      asking.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      asking.end();
    });
  expect(await connect(false)).toBe("EPRIVATE");
  expect(issuer.asked).toEqual([]);
  expect(await connect(true)).toBe(200);
  await issuer.close();
});
