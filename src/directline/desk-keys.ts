import { createHmac, randomBytes } from "node:crypto";
import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "../config/config.ts";
import { type KeyParts, type Keys, openKeys } from "../keys/keys.ts";
import type { Activity } from "../store/records.ts";

const prefix = "agent-";
const remembered = 2000;

/**
 * Pseudonyms for agents: stable within a conversation until the key rotates, and different in every other
 * one.
 */
export interface AgentIds {
  /** Returns an activity with the agent's id replaced. The log is not changed. */
  pseudonymize(activity: Activity, conversation: string): Activity;
  /** Replaces the agent's id in a serialized activity. */
  pseudonymizeJson(activity: string, conversation: string): string;
}

/** Makes the pseudonyms. */
export function makeAgentIds(keys: Pick<Keys, "of" | "watch">): AgentIds {
  const known = new Map<string, string>();
  keys.watch(() => known.clear());
  const shown = (account: string, conversation: string): string => {
    const name = JSON.stringify([conversation, account]);
    const found = known.get(name);
    if (found !== undefined) return found;
    const [key] = keys.of("agent-ids");
    if (key === undefined) throw new Error("there is no key for agents' ids");
    const id = createHmac("sha256", key.bytes).update(name).digest("base64url").slice(0, 16);
    if (known.size >= remembered) known.clear();
    known.set(name, id);
    return id;
  };
  const pseudonymize: AgentIds["pseudonymize"] = (activity, conversation) => {
    const { from, channelData } = activity;
    if (from?.role === "user") return activity;
    const agent = channelData?.["agent"] as { id?: unknown } | null | undefined;
    return {
      ...activity,
      ...(from?.id.startsWith(prefix) === true && {
        from: { ...from, id: `${prefix}${shown(from.id.slice(prefix.length), conversation)}` },
      }),
      ...(typeof agent?.id === "string" && {
        channelData: { ...channelData, agent: { ...agent, id: shown(agent.id, conversation) } },
      }),
    };
  };
  return {
    pseudonymize,
    pseudonymizeJson: (activity, conversation) =>
      activity.includes(`"${prefix}`)
        ? JSON.stringify(pseudonymize(JSON.parse(activity), conversation))
        : activity,
  };
}

const fileName = "direct-line.secret";
const shortest = 16;

/**
 * Returns the Direct Line secret: the configured one, else the one in `folder`, which is generated at the first start and
 * readable by its owner only. Throws an error that names the file when it holds no secret.
 */
export function directLineSecret(folder: string, configured: string | null): string {
  if (configured !== null) return configured;
  const file = path.join(folder, fileName);
  const fresh = randomBytes(32).toString("base64url");
  try {
    writeFileSync(file, `${fresh}\n`, { flag: "wx", mode: 0o600, flush: true });
    return fresh;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
  chmodSync(file, 0o600);
  const kept = readFileSync(file, "utf8").trim();
  if (kept.length >= shortest) return kept;
  throw new Error(
    `${file} holds no secret; delete it to get a new one (open conversations then need new tokens)`,
  );
}

/** Makes the accessor of the secret file: reads it once, and replaces it on rotation. */
function directLineSecretFile(folder: string): { read(): string; write(secret: string): void } {
  let kept = directLineSecret(folder, null);
  return {
    read: () => kept,
    write: (secret) => {
      const file = path.join(folder, fileName);
      writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
      kept = secret;
    },
  };
}

/**
 * Opens the desk's keys. They are in the store, except the Direct Line secret, which is in the environment or
 * a file beside an embedded store.
 */
export const openDeskKeys = (
  {
    dataDir,
    directLineSecret,
    server,
  }: Pick<Config, "dataDir" | "directLineSecret"> & {
    server: Pick<Config["server"], "olderSecret"> & Partial<Pick<Config["server"], "keysSecrets">>;
  },
  isEmbedded: boolean,
  parts: Pick<KeyParts, "store" | "now" | "tell">,
): Promise<Keys> => {
  const { olderSecret, keysSecrets = [] } = server;
  const configured =
    directLineSecret === null ? null : [directLineSecret, ...(olderSecret === null ? [] : [olderSecret])];
  const file = isEmbedded && configured === null ? directLineSecretFile(dataDir) : null;
  return openKeys({ ...parts, keysSecrets, configured, file });
};
