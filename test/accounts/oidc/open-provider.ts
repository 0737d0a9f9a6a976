import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import type { OidcConfig } from "../../../src/config/oidc-config.ts";

/** An account at the provider. */
interface ProviderAccount {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

/** An OpenID Connect provider on this machine, at which anybody signs in with the name of an account and any password. */
export interface TestProvider {
  settings: OidcConfig;
  accounts: Map<string, ProviderAccount>;
  /** Says no from now on to whoever comes with what this account was given. */
  revoke(account: string): Promise<void>;
  /** Answers nothing but 503, or serves again. */
  breakDown(isDown: boolean): void;
  /** Begins to serve a desk that is reached at this address. */
  serve(desk: string): void;
  stop(): Promise<void>;
}

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

export async function openProvider(): Promise<TestProvider> {
  const server = createServer();
  const issuer = `http://localhost:${await listening(server)}`;
  const settings = {
    issuer,
    clientId: "exit-desk",
    clientSecret: "a secret of the provider",
    scopes: "openid email profile groups",
  };
  const accounts = new Map<string, ProviderAccount>();
  const grants = new Map<string, Set<string>>();
  let provider: Provider | undefined;
  let isDown = false;
  return {
    settings,
    accounts,
    revoke: async (account) => {
      for (const grant of grants.get(account) ?? []) await provider?.RefreshToken.revokeByGrantId(grant);
    },
    breakDown: (down) => {
      isDown = down;
    },
    serve: (desk) => {
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: settings.clientId,
            client_secret: settings.clientSecret,
            grant_types: ["authorization_code", "refresh_token"],
            redirect_uris: [`${desk}/console/signed-in`],
            post_logout_redirect_uris: [`${desk}/console/`],
            backchannel_logout_uri: `${desk}/console/signed-out`,
            backchannel_logout_session_required: true,
          },
        ],
        claims: {
          openid: ["sub", "sid"],
          email: ["email", "email_verified"],
          profile: ["name"],
          groups: ["groups"],
        },
        features: { backchannelLogout: { enabled: true } },
        // its own one refuses to reach this machine
        fetch: (url, { method = "GET", headers = {}, body = null }: RequestInit = {}) =>
          fetch(url, { method, headers, body }),
        cookies: { keys: ["a key of tests"] },
        issueRefreshToken: () => true,
        rotateRefreshToken: true,
        ttl: {
          Session: 3600,
          Interaction: 3600,
          Grant: 3600,
          AccessToken: 60,
          RefreshToken: 14 * 86_400,
          IdToken: 3600,
        },
        findAccount: (_, sub) => {
          const account = accounts.get(sub);
          return account && { accountId: sub, claims: () => ({ sub, ...account }) };
        },
        loadExistingGrant: async ({ oidc }) => {
          const grant = new oidc.provider.Grant({
            clientId: settings.clientId,
            ...(oidc.session?.accountId && { accountId: oidc.session.accountId }),
          });
          grant.addOIDCScope(settings.scopes);
          const id = await grant.save();
          const { accountId = "" } = oidc.session ?? {};
          grants.set(accountId, (grants.get(accountId) ?? new Set()).add(id));
          return grant;
        },
      });
      const handle = provider.callback();
      server.on("request", (req, res) => {
        if (!isDown) return void handle(req, res);
        res.statusCode = 503;
        res.end();
      });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
