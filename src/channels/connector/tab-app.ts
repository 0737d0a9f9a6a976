import type { Config } from "../../config.ts";
import type { MicrosoftApp } from "../../people/microsoft-sign-in.ts";

/**
 * The app as whose tab Teams signs agents in, known by where people reach the desk; null without an app id, and for a
 * bot of many tenants, because no one tenant vouches for its agents.
 */
export function tabApp({
  connector,
  publicUrl,
}: Pick<Config, "connector" | "publicUrl">): MicrosoftApp | null {
  if (connector === null || connector.tenantId === null) return null;
  const { appId, authority, tenantId } = connector;
  return { appId, authority, tenantId, host: publicUrl === null ? null : new URL(publicUrl).host };
}
