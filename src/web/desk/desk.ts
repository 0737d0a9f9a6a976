import type { HumanDesk } from "../../desk/human-desk.ts";
import type { Accounts } from "../../people/accounts.ts";
import type { makeLinkCheck } from "../../people/link-check.ts";
import type { MicrosoftSignIn } from "../../people/microsoft-sign-in.ts";
import type { Passwords } from "../../people/passwords.ts";
import type { Sessions } from "../../people/sessions.ts";
import type { makeSignIn } from "../../people/sign-in.ts";
import type { TicketSearch } from "../../search/ticket-search.ts";
import type { Store } from "../../store/port.ts";
import type { Canned } from "./canned.ts";
import type { ReportDesk } from "./reports.ts";
import type { Team } from "./schemas/people.ts";

type AccountEvent =
  | "owner made"
  | "joined"
  | "signed in"
  | "signed out everywhere"
  | "password changed"
  | "signed in by link"
  | "sign-in link made"
  | "invited"
  | "agent changed"
  | "signed in by Microsoft"
  | "unknown Microsoft account";

/** What the API works with. */
export interface ApiDesk {
  store: Pick<
    Store,
    | "conversation"
    | "readLog"
    | "ticket"
    | "tickets"
    | "newestTickets"
    | "openTickets"
    | "ticketsOf"
    | "receipts"
  >;
  human: HumanDesk;
  accounts: Accounts;
  sessions: Sessions;
  passwords: Passwords;
  checkLink: ReturnType<typeof makeLinkCheck>;
  signIn: ReturnType<typeof makeSignIn>;
  /** null: nobody signs in by Microsoft */
  microsoft: MicrosoftSignIn | null;
  teams: readonly Team[];
  canned: Canned;
  search: TicketSearch;
  reports: ReportDesk;
  /** Writes a line of who did what to accounts, by ids alone. */
  audit: (event: AccountEvent, about: Record<string, unknown>) => void;
  /** where the desk is reached over https, its cookies are for https alone */
  secure: boolean;
}
