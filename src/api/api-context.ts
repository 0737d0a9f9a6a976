import type { ReadingRules, SignInRules } from "../accounts/account.ts";
import type { Accounts } from "../accounts/accounts.ts";
import type { KnownDevices } from "../accounts/login-throttle.ts";
import type { MicrosoftSignIn } from "../accounts/microsoft-sign-in.ts";
import type { ProviderSignIn } from "../accounts/oidc/provider-sign-in.ts";
import type { makeLinkCheck } from "../accounts/open-accounts.ts";
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

/** What the API works with. */
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
  checkLink: ReturnType<typeof makeLinkCheck>;
  signIn: ReturnType<typeof makeSignIn>;
  /** who has access to the conversations of Direct Line, by which device */
  grants: Pick<GrantBook, "list" | "end">;
  /** null: nobody signs in by Microsoft */
  microsoft: MicrosoftSignIn | null;
  /** null: nobody signs in by a provider */
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
  /** Notes who did what, by ids alone; resolves when it is durable. */
  audit: AuditRecorder;
  /** where the desk is reached over https, its cookies are for https alone */
  secure: boolean;
}
