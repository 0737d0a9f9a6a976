import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import type { OidcSettings } from "../../../src/people/oidc/variables.ts";

/** An account at the provider. */
interface ProviderAccount {
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
}

/** An OpenID Connect provider on this machine, at which anybody signs in with the name of an account and any password. */
export interface TestProvider {
  settings: OidcSettings;
  accounts: Map<string, ProviderAccount>;
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
  return {
    settings,
    accounts,
    serve: (desk) => {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: settings.clientId,
            client_secret: settings.clientSecret,
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
        ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 60, IdToken: 3600 },
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
          await grant.save();
          return grant;
        },
      });
      server.on("request", provider.callback());
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
