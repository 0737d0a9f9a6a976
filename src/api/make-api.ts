import type { SignInRules } from "../accounts/account.ts";
import { ReadingRules } from "../accounts/account.ts";
import type { MicrosoftSignIn } from "../accounts/microsoft-sign-in.ts";
import { makeProviderSignIn } from "../accounts/oidc/provider-sign-in.ts";
import { openAccountServices } from "../accounts/open-accounts.ts";
import type { ComparisonLimits } from "../accounts/password-check-queue.ts";
import { makeAuditRecorder, openAuditLog } from "../audit/audit-log.ts";
import { makeReadLog } from "../audit/read-log.ts";
import type { OidcConfig } from "../config/oidc-config.ts";
import type { Guide } from "../guide/guide.ts";
import { defaultLimits } from "../http/limits.ts";
import { sampleLog } from "../http/log-sampling.ts";
import type { Keys } from "../keys/keys.ts";
import { openPrivacy } from "../privacy/privacy.ts";
import { aboutError, type Log } from "../runtime/log.ts";
import { makeTicketSearch } from "../search/ticket-search.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import type { Retention } from "../tickets/settings.ts";
import type { SuspectAddresses } from "../tickets/suspect-addresses.ts";
import type { ApiDesk } from "./api-context.ts";
import { guideReplies, loadTeamReplies, makeCanned } from "./canned-replies.ts";
import { makeReports } from "./reports.ts";
import type { Team } from "./schemas/accounts.ts";

/** Dependencies of the API. */
export interface ApiParts {
  store: Store;
  human: HumanDesk;
  suspects: SuspectAddresses;
  guide: Pick<Guide, "topics">;
  teams: readonly Team[];
  /** data/canned/<language>.json */
  repliesFile: string;
  keys: Pick<Keys, "of" | "usedBefore" | "list" | "rotate" | "isFixed">;
  publicUrl: string | null;
  grants: ApiDesk["grants"];
  /** token verification for Microsoft sign-in, when the desk is an app there */
  microsoft?: MicrosoftSignIn | null;
  /** the OpenID Connect provider, if any */
  oidc?: OidcConfig | null;
  rules: SignInRules;
  reading?: ReadingRules;
  retention: Retention;
  /** limits of concurrent password comparisons; absent: default */
  comparing?: ComparisonLimits;
  /** called for each erased conversation */
  onErased: (conversationId: string) => void;
  now: () => Date;
  log: Log;
  /** reports an event to operators; absent: it is only logged */
  warn?: (about: object, event: string) => void;
}

/** Opens accounts, sessions, search, canned replies and reports on a store. */
export function makeApiDesk(parts: ApiParts): ApiDesk {
  const {
    store,
    human,
    suspects,
    guide,
    teams,
    repliesFile,
    keys,
    publicUrl,
    grants,
    microsoft = null,
    oidc = null,
    rules,
    reading = ReadingRules.parse({}),
    retention,
    onErased,
    comparing,
    now,
    log,
    warn = (about, event) => log.warn(about, event),
  } = parts;
  const { directory, ...people } = openAccountServices(store, keys, now, { rules, comparing });
  const sampled = sampleLog(log, defaultLimits.linesPerMinute);
  const auditLog = openAuditLog(store, now);
  const record = makeAuditRecorder(auditLog, (event, about) => log.info(about, event));
  const privacy = openPrivacy({ store, auditLog, record, retention, now, onErased });
  return {
    store,
    human,
    suspects,
    teams,
    grants,
    keys,
    microsoft,
    provider:
      oidc &&
      makeProviderSignIn({
        settings: oidc,
        rules,
        directory,
        sessions: people.sessions,
        record,
        keys,
        now,
        tell: (error) => sampled.warn(aboutError(error), "provider failed"),
      }),
    rules,
    reading,
    readings: makeReadLog({
      log: privacy.readingLog,
      audit: record,
      unusualPerHour: reading.unusualPerHour,
      sharing: store,
      alarm: (about) => warn(about, "unusual reading"),
      failed: (error) => log.error(aboutError(error), "reading not noted"),
      now,
    }),
    ...people,
    now,
    canned: makeCanned([...loadTeamReplies(repliesFile), ...guideReplies(guide)]),
    search: makeTicketSearch(store, now, (error) => log.error(aboutError(error), "talk not made findable")),
    reports: makeReports(store, now),
    auditLog,
    audit: record,
    privacy,
    secure: publicUrl?.startsWith("https:") ?? false,
  };
}
