import { createHmac, randomBytes } from "node:crypto";
import { chmodSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Config } from "../config/config.ts";
import { type KeyParts, type Keys, openKeys } from "../keys/keys.ts";
import type { Activity } from "../store/records.ts";

const prefix = "agent-";
const remembered = 2000;

/** Shows people the desk's agents under ids that are not those of their accounts: the same within one conversation as long as the key is, and others in every other one. */
export interface AgentIds {
  /** An activity as people see it; what the log keeps stays as it is. */
  hide(activity: Activity, conversation: string): Activity;
  /** The same for one as JSON. */
  hideIn(activity: string, conversation: string): string;
}

/** Makes it. */
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
  const hide: AgentIds["hide"] = (activity, conversation) => {
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
    hide,
    hideIn: (activity, conversation) =>
      activity.includes(`"${prefix}`) ? JSON.stringify(hide(JSON.parse(activity), conversation)) : activity,
  };
}

const fileName = "direct-line.secret";
const shortest = 16;

/**
 * The secret behind the Direct Line tokens: the configured one, else the one kept in `folder`, made at the first start
 * and readable by its owner alone. Throws an error that names the file when it holds none.
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
  throw new Error(`${file} holds no secret; delete it to get a new one (open talks then need new tokens)`);
}

/** The secret of a folder, read once and changed by rotation. */
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

/** Opens the keys of a desk wherever they are kept: in the store, and the Direct Line secret in the environment or beside an embedded store. */
export const openDeskKeys = (
  {
    dataDir,
    directLineSecret,
    doors,
  }: Pick<Config, "dataDir" | "directLineSecret"> & {
    doors: Pick<Config["doors"], "olderSecret"> & Partial<Pick<Config["doors"], "keysSecrets">>;
  },
  isEmbedded: boolean,
  parts: Pick<KeyParts, "store" | "now" | "tell">,
): Promise<Keys> => {
  const { olderSecret, keysSecrets = [] } = doors;
  const configured =
    directLineSecret === null ? null : [directLineSecret, ...(olderSecret === null ? [] : [olderSecret])];
  const file = isEmbedded && configured === null ? directLineSecretFile(dataDir) : null;
  return openKeys({ ...parts, keysSecrets, configured, file });
};
