import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const tenantId = "1b671a64-40d5-491e-99b0-da01ff1f3341";
export const appId = "6f1d9a52-3c1e-4b2a-9a4f-0c5d8e7b1a23";
export const objectId = "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b";

/** A tenant of Microsoft's on this machine: it publishes its keys and signs whatever claims a test wants. */
export interface Tenant {
  authority: string;
  /** A good token of somebody in the tenant for the app, but for what `over` says. */
  sign(over?: JWTPayload, how?: { until?: string; stranger?: boolean }): Promise<string>;
  stop(): Promise<void>;
}

/** Opens it, by https with a certificate of this machine. */
export async function openTenant(tls: { cert: string; key: string } | null = null): Promise<Tenant> {
  const [own, foreign] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: "k1", alg: "RS256", use: "sig" }];
  const answer: RequestListener = (req, res) => {
    const known = req.url === `/${tenantId}/discovery/v2.0/keys`;
    res.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    res.end(JSON.stringify(known ? { keys } : {}));
  };
  const server = tls === null ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority = `${tls === null ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    authority,
    sign: (over = {}, { until = "1h", stranger = false } = {}) =>
      new SignJWT({
        iss: `${authority}/${tenantId}/v2.0`,
        aud: appId,
        tid: tenantId,
        oid: objectId,
        scp: "access_as_user",
        ...over,
      })
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .setIssuedAt()
        .setExpirationTime(until)
        .sign(stranger ? foreign.privateKey : own.privateKey),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
