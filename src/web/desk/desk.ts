import type { AuditLog } from "../../audit/audit-log.ts";
import type { Readings } from "../../audit/readings.ts";
import type { Recorder } from "../../audit/recorder.ts";
import type { GrantBook } from "../../channels/direct-line/grants/grants.ts";
import type { HumanDesk } from "../../desk/human-desk.ts";
import type { SuspectAddresses } from "../../desk/suspect-addresses.ts";
import type { Keys } from "../../keys/keys.ts";
import type { Accounts } from "../../people/accounts.ts";
import type { Devices } from "../../people/devices.ts";
import type { makeLinkCheck } from "../../people/link-check.ts";
import type { MicrosoftSignIn } from "../../people/microsoft-sign-in.ts";
import type { ProviderSignIn } from "../../people/oidc/provider-sign-in.ts";
import type { Passwords } from "../../people/passwords.ts";
import type { ReadingRules } from "../../people/reading-rules.ts";
import type { Sessions } from "../../people/sessions.ts";
import type { makeSignIn } from "../../people/sign-in.ts";
import type { SignInRules } from "../../people/sign-in-rules.ts";
import type { Privacy } from "../../privacy/privacy.ts";
import type { TicketSearch } from "../../search/ticket-search.ts";
import type { Store } from "../../store/port.ts";
import type { Canned } from "./canned.ts";
import type { ReportDesk } from "./reports.ts";
import type { Team } from "./schemas/people.ts";

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
  devices: Devices;
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
  readings: Readings;
  privacy: Privacy;
  /** Notes who did what, by ids alone; resolves when it is durable. */
  audit: Recorder;
  /** where the desk is reached over https, its cookies are for https alone */
  secure: boolean;
}
