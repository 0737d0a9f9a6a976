import type { AuditRecorder } from "../../audit/audit-log.ts";
import type { Person, SignInRules } from "../account.ts";
import type { Directory } from "../directory.ts";
import type { ProviderSession, Session } from "../session.ts";
import type { Sessions } from "../sessions.ts";
import type { SignInDenied } from "./first-sign-in.ts";
import type { Seal } from "./flow.ts";
import type { Provider, RefreshResult } from "./provider.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Counts of sessions: revalidated, ended, and to be retried in an hour because the provider did not respond.
 */
export interface Revalidation {
  asked: number;
  ended: number;
  unanswered: number;
}

type Outcome = "ended" | "unanswered" | "stays" | "not due";

/** Makes the revalidation of sessions whose last check was more than a day ago. */
export function makeRevalidation(parts: {
  provider: Pick<Provider, "again">;
  rules: Pick<SignInRules, "groups" | "groupsClaim">;
  directory: Pick<Directory, "read">;
  sessions: Pick<Sessions, "list" | "end" | "atProvider">;
  /** signs in by claims, or refuses */
  enter: (claims: Record<string, unknown>) => Promise<Person | SignInDenied>;
  seal: Seal;
  record: AuditRecorder;
  now: () => Date;
}): () => Promise<Revalidation> {
  const { provider, rules, directory, sessions, enter, seal, record, now } = parts;
  const byGroups = Object.keys(rules.groups).length > 0;
  const at = (ms = 0): string => new Date(now().getTime() + ms).toISOString();
  const isDue = ({ startedAt }: Session, { refresh, askedAt }: ProviderSession): boolean =>
    refresh !== null && now().getTime() - Date.parse(askedAt ?? startedAt) >= dayMs;

  /** Takes a session, so that only one of several processes revalidates it. */
  const take = (session: Session): Promise<boolean> =>
    sessions.atProvider(session.key, (kept) => (isDue(session, kept) ? { ...kept, askedAt: at() } : null));
  const end = async (session: Session): Promise<Outcome> => {
    await sessions.end(session);
    const about = { agent: session.agent, because: "provider" };
    await record({ who: { kind: "desk" }, from: null, what: "session ended", about });
    return "ended";
  };

  /** Returns whether the response permits access, after updating the role. */
  const letsStay = async (person: Person, { claims, whole }: RefreshResult): Promise<boolean> => {
    if (byGroups && !whole && !(rules.groupsClaim in claims)) return true;
    const entered = await enter(claims);
    if ("refused" in entered) return false;
    if (entered.role !== person.role)
      await record({
        who: { kind: "desk" },
        from: null,
        what: "agent changed",
        about: { agent: person.id, role: entered.role },
      });
    return entered.id === person.id;
  };

  const look = async (person: Person, subject: string, session: Session): Promise<Outcome> => {
    const { provider: kept } = session;
    if (kept === null || kept.refresh === null || !isDue(session, kept)) return "not due";
    const token = await seal.open(kept.refresh);
    if (token === null || !(await take(session))) return "not due";
    const answer = await provider.again(token, subject);
    if ("refused" in answer) {
      if (answer.refused === "provider-denied") return end(session);
      await sessions.atProvider(session.key, (now) => ({ ...now, askedAt: at(hourMs - dayMs) }));
      return "unanswered";
    }
    if (answer.refreshToken !== null) {
      const refresh = await seal.seal(answer.refreshToken);
      await sessions.atProvider(session.key, (now) => ({ ...now, refresh }));
    }
    if (await letsStay(person, answer)) return "stays";
    const others = (await sessions.list(person.id)).filter((one) => one.provider !== null);
    for (const other of others) await end(other);
    return "ended";
  };

  return async () => {
    const outcomes: Outcome[] = [];
    for (const { id, oidc } of (await directory.read()).people) {
      if (oidc === null) continue;
      for (const session of await sessions.list(id)) {
        const person = (await directory.read()).byId(id);
        if (person !== undefined) outcomes.push(await look(person, oidc.subject, session));
      }
    }
    const count = (wanted: Outcome): number => outcomes.filter((one) => one === wanted).length;
    const [ended, unanswered] = [count("ended"), count("unanswered")];
    return { asked: ended + unanswered + count("stays"), ended, unanswered };
  };
}
