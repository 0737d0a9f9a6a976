import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import type { TeamsConfig } from "../../src/config/teams-config.ts";

/** What this issuer's bot is called, and at home where. */
export const appId = "11111111-2222-4333-8444-555555555555";
export const homeTenant = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
export const password = "a password of the bot";

interface IssuerKey {
  kid: string;
  privateKey: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
  publicJwk: JWK & { endorsements?: string[] };
}

/** How the issuer behaves just now. */
export interface Mood {
  kind: "well" | "down" | "slow" | "garbage";
}

/** A real HTTP server on this machine that publishes keys, signs tokens with any claims and gives access tokens. */
export interface Issuer {
  url: string;
  mood: Mood;
  /** paths that were asked for, in order */
  asked: string[];
  /** forms of the token endpoint, and queries and headers of the managed identity */
  proofs: Record<string, string>[];
  /** the access tokens given so far; a fake connector takes these */
  given: string[];
  /** seconds that an access token lasts */
  lasts: number;
  keys: IssuerKey[];
  addKey(kid: string, endorsements?: string[]): Promise<IssuerKey>;
  /** Signs a token as the connector does; `claims` are put over the usual ones, undefined takes one away. */
  sign(
    claims?: JWTPayload & Record<string, unknown>,
    by?: { kid?: string; key?: IssuerKey },
  ): Promise<string>;
  settings(over?: Partial<TeamsConfig>): TeamsConfig;
  close(): Promise<void>;
}

export const serviceUrlOf = (issuer: Issuer): string => `${issuer.url}/teams/`;

async function makeKey(kid: string, endorsements?: string[]): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const publicJwk = {
    ...(await exportJWK(publicKey)),
    kid,
    use: "sig",
    ...(endorsements && { endorsements }),
  };
  return { kid, privateKey, publicJwk };
}

const json = (res: ServerResponse, status: number, value: unknown): void => {
  res.writeHead(status, { "content-type": "application/json" });
  res.end(JSON.stringify(value));
};

/** Starts an issuer with one key, endorsed for Teams and Web Chat. */
export async function openIssuer(): Promise<Issuer> {
  const first = await makeKey("key-1", ["msteams", "webchat", "emulator", "AppService"]);
  const keys = [first];
  const state = { mood: { kind: "well" } as Mood, asked: [] as string[], given: [] as string[], lasts: 3600 };
  const proofs: Record<string, string>[] = [];

  const grant = (res: ServerResponse, proof: Record<string, string>, right: boolean): void => {
    proofs.push(proof);
    if (right) {
      const token = `access-${state.given.length + 1}`;
      state.given.push(token);
      const seconds = proof["grant_type"] ? { expires_in: state.lasts } : { expires_on: expiresOn() };
      json(res, 200, { token_type: "Bearer", access_token: token, ...seconds });
    } else
      json(res, 401, { error: "invalid_client", error_description: "AADSTS7000215: Invalid client secret" });
  };
  const expiresOn = (): string => String(Math.floor(Date.now() / 1000) + state.lasts);

  const server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://issuer");
    state.asked.push(pathname);
    let body = "";
    for await (const piece of req) body += String(piece);
    if (state.mood.kind === "slow") return;
    if (state.mood.kind === "down") json(res, 503, { error: "down" });
    else if (state.mood.kind === "garbage") res.end("<html>");
    else if (pathname === "/openid") json(res, 200, { issuer: url, jwks_uri: `${url}/keys` });
    else if (pathname === "/keys") json(res, 200, { keys: keys.map(({ publicJwk }) => publicJwk) });
    else if (pathname === "/login/oauth2/v2.0/token") {
      const form = Object.fromEntries(new URLSearchParams(body));
      grant(res, form, form["client_id"] === appId && form["client_secret"] === password);
    } else if (pathname === "/identity") {
      const { metadata = "", "x-identity-header": header = "" } = req.headers as Record<string, string>;
      const proof = { ...Object.fromEntries(searchParams), metadata, header };
      grant(res, proof, searchParams.get("client_id") === appId && (metadata === "true" || header !== ""));
    } else json(res, 404, { error: "not found" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const issuer: Issuer = Object.assign(state, {
    url,
    proofs,
    keys,
    addKey: async (kid: string, endorsements?: string[]) => {
      const key = await makeKey(kid, endorsements);
      keys.push(key);
      return key;
    },
    sign: async (claims = {}, { key = first, kid = key.kid } = {}) => {
      const seconds = Math.floor(Date.now() / 1000);
      const usual = { iss: url, aud: appId, serviceurl: `${url}/teams/`, nbf: seconds, exp: seconds + 3600 };
      const payload = Object.fromEntries(
        Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined),
      );
      return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(key.privateKey);
    },
    settings: (over = {}) => ({
      appId,
      tenantId: homeTenant,
      issuer: url,
      metadataUrl: `${url}/openid`,
      scope: "https://api.botframework.com",
      authority: url,
      proof: { kind: "password" as const, loginUrl: `${url}/login`, password },
      serviceHosts: ["smba.trafficmanager.net"],
      ...over,
    }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  } satisfies Omit<Issuer, keyof typeof state>);
  return issuer;
}
