import type { ReadingRules, SignInRules } from "../accounts/account.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { KnownDevices } from "../accounts/login-throttle.ts";
import type { MicrosoftSignIn } from "../accounts/microsoft-sign-in.ts";
import type { ProviderSignIn } from "../accounts/oidc/provider-sign-in.ts";
import type { CheckLink } from "../accounts/open-accounts.ts";
import type { Passwords } from "../accounts/passwords.ts";
import type { Sessions } from "../accounts/sessions.ts";
import type { makeSignIn } from "../accounts/sign-in.ts";
import type { AuditLog, AuditRecorder } from "../audit/audit-log.ts";
import type { ReadLog } from "../audit/read-log.ts";
import type { GrantBook } from "../directline/grants/grants.ts";
import type { Keys } from "../keys/keys.ts";
import type { Privacy } from "../privacy/privacy.ts";
import type { TicketSearch } from "../search/ticket-search.ts";
import type { Store } from "../store/store.ts";
import type { HumanDesk } from "../tickets/human-desk.ts";
import type { SuspectAddresses } from "../tickets/suspect-addresses.ts";
import type { Canned } from "./canned-replies.ts";
import type { ReportDesk } from "./reports.ts";
import type { Team } from "./schemas/accounts.ts";

/** Dependencies of the API. */
export interface ApiDesk {
  store: Pick<
    Store,
    | "conversation"
    | "readLog"
    | "readLogTexts"
    | "ticket"
    | "tickets"
    | "newestTickets"
    | "openTickets"
    | "ticketsOf"
    | "receipts"
  >;
  human: HumanDesk;
  suspects: SuspectAddresses;
  accounts: Accounts;
  sessions: Sessions;
  passwords: Passwords;
  devices: KnownDevices;
  keys: Pick<Keys, "list" | "rotate" | "isFixed">;
  checkLink: CheckLink;
  signIn: ReturnType<typeof makeSignIn>;
  /** grants of Direct Line conversations */
  grants: Pick<GrantBook, "list" | "end">;
  /** null: sign-in by Microsoft is off */
  microsoft: MicrosoftSignIn | null;
  /** null: sign-in by a provider is off */
  provider: ProviderSignIn | null;
  rules: SignInRules;
  reading: ReadingRules;
  now: () => Date;
  teams: readonly Team[];
  canned: Canned;
  search: TicketSearch;
  reports: ReportDesk;
  auditLog: AuditLog;
  readings: ReadLog;
  privacy: Privacy;
  /** Adds an audit entry, with ids only; resolves when it is durable. */
  audit: AuditRecorder;
  /** whether the desk is served over https, so that its cookies are Secure */
  secure: boolean;
}
