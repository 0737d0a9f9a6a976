import { openAuditLog } from "../../audit/audit-log.ts";
import { makeRecorder } from "../../audit/recorder.ts";
import type { HumanDesk } from "../../desk/human-desk.ts";
import type { Guide } from "../../guide/guide.ts";
import { makeLockOut, perAccount, perAddress } from "../../people/lock-out.ts";
import type { MicrosoftSignIn } from "../../people/microsoft-sign-in.ts";
import { makeProviderSignIn } from "../../people/oidc/provider-sign-in.ts";
import type { OidcSettings } from "../../people/oidc/variables.ts";
import { openPeople } from "../../people/open-people.ts";
import { makeSignIn } from "../../people/sign-in.ts";
import type { SignInRules } from "../../people/sign-in-rules.ts";
import { openPrivacy } from "../../privacy/privacy.ts";
import type { Retention } from "../../privacy/retention-class.ts";
import { makeTicketSearch } from "../../search/ticket-search.ts";
import type { Store } from "../../store/port.ts";
import { aboutError, type Log } from "../log.ts";
import { guideReplies, loadTeamReplies, makeCanned } from "./canned.ts";
import type { ApiDesk } from "./desk.ts";
import { makeReports } from "./reports.ts";
import type { Team } from "./schemas/people.ts";

/** What the API is made from. */
export interface ApiParts {
  store: Store;
  human: HumanDesk;
  guide: Pick<Guide, "topics">;
  teams: readonly Team[];
  /** data/canned/<language>.json */
  repliesFile: string;
  /** what links are signed with */
  secret: string;
  /** what they were signed with before; null: nothing else */
  olderSecret?: string | null;
  publicUrl: string | null;
  grants: ApiDesk["grants"];
  /** the check of Microsoft's tokens, where the desk is an app there */
  microsoft?: MicrosoftSignIn | null;
  /** the provider that signs people in, where there is one */
  oidc?: OidcSettings | null;
  rules: SignInRules;
  retention: Retention;
  /** hears of each erased talk */
  gone: (conversationId: string) => void;
  now: () => Date;
  log: Log;
}

/** Puts accounts, sessions, search, ready answers and reports on a store. */
export function makeApiDesk(parts: ApiParts): ApiDesk {
  const {
    store,
    human,
    guide,
    teams,
    repliesFile,
    secret,
    olderSecret,
    publicUrl,
    grants,
    microsoft = null,
    oidc = null,
    rules,
    retention,
    gone,
    now,
    log,
  } = parts;
  const millis = (): number => now().getTime();
  const { directory, ...people } = openPeople(store, secret, now, { rules, olderSecret });
  const auditLog = openAuditLog(store, now);
  const record = makeRecorder(auditLog, (event, about) => log.info(about, event));
  return {
    store,
    human,
    teams,
    grants,
    microsoft,
    provider:
      oidc &&
      makeProviderSignIn({
        settings: oidc,
        rules,
        directory,
        secret,
        now,
        tell: (error) => log.warn(aboutError(error), "provider failed"),
      }),
    rules,
    ...people,
    now,
    signIn: makeSignIn(
      directory,
      { account: makeLockOut(perAccount, millis), address: makeLockOut(perAddress, millis) },
      now,
    ),
    canned: makeCanned([...loadTeamReplies(repliesFile), ...guideReplies(guide)]),
    search: makeTicketSearch(store, now, (error) => log.error(aboutError(error), "talk not made findable")),
    reports: makeReports(store, now),
    auditLog,
    audit: record,
    privacy: openPrivacy({ store, auditLog, record, retention, now, gone }),
    secure: publicUrl?.startsWith("https:") ?? false,
  };
}
