import type { Deed } from "../../../audit/audit-line.ts";
import type { Recorder } from "../../../audit/recorder.ts";
import type { Actor } from "../../../desk/human-desk.ts";
import type { Accounts } from "../../../people/accounts.ts";
import { actorOf } from "../../../web/desk/colleagues.ts";
import type { Arrived } from "../arrived.ts";
import { accountOf } from "./arrival.ts";

export interface AgentsParts {
  accounts: Pick<Accounts, "personByEntra">;
  audit: Recorder;
}

/** Who of the desk's people acts in Teams, and the notes of what they did. */
export interface Agents {
  /** By their Microsoft account alone; null for a stranger, of whom the audit log then tells. `about` is what they tried. */
  find(activity: Arrived, about: Record<string, string>): Promise<Actor | null>;
  did(actor: Actor, what: Deed, about: Record<string, string>): Promise<void>;
}

/** stands in the audit log where a network address would */
const from = "Teams";

export function makeAgents({ accounts, audit }: AgentsParts): Agents {
  return {
    async find(activity, about) {
      const account = accountOf(activity);
      const person = account === null ? undefined : await accounts.personByEntra(account);
      if (person !== undefined) return { ...actorOf(person), inTeams: true };
      const who = { kind: "agent", id: "unknown" } as const;
      await audit({ who, from, what: "unknown Microsoft account", about: { ...account, ...about } });
      return null;
    },
    did: ({ id }, what, about) => audit({ who: { kind: "agent", id }, from, what, about }),
  };
}
