import { Tooltip } from "@fluentui/react-components";
import { DataBarVerticalRegular } from "@fluentui/react-icons/svg/data-bar-vertical";
import { HistoryRegular } from "@fluentui/react-icons/svg/history";
import { KeyboardRegular } from "@fluentui/react-icons/svg/keyboard";
import { MailInboxRegular } from "@fluentui/react-icons/svg/mail-inbox";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { PersonSearchRegular } from "@fluentui/react-icons/svg/person-search";
import { Door } from "../entry/door.tsx";
import type { Look } from "../look/scheme.ts";
import { say } from "../words/words.ts";
import { MeMenu } from "./me-menu.tsx";
import type { Route } from "./route.ts";

const places = [
  { page: "tickets", href: "#/waiting", word: "navTickets", Icon: MailInboxRegular },
  { page: "team", href: "#/team", word: "navTeam", Icon: PeopleRegular },
  { page: "reports", href: "#/reports", word: "navReports", Icon: DataBarVerticalRegular },
] as const;
const ownersPlaces = [
  { page: "people", href: "#/people", word: "navPeople", Icon: PersonSearchRegular },
  { page: "audit", href: "#/audit", word: "navAudit", Icon: HistoryRegular },
] as const;

interface RailParts {
  page: Route["page"];
  isOwner: boolean;
  look: Look;
  onLook(look: Look): void;
  onHelp(): void;
  onPassword(): void;
  onSignedOut(): void;
}

/** The ways to everything, and the agent themselves. */
export function Rail({ page, isOwner, onHelp, ...menu }: RailParts): React.JSX.Element {
  return (
    <header className="rail">
      <Door />
      <nav aria-label={say("navLabel")}>
        {[...places, ...(isOwner ? ownersPlaces : [])].map(({ page: there, href, word, Icon }) => (
          <a key={there} href={href} aria-current={page === there ? "page" : undefined}>
            <Icon aria-hidden="true" />
            <span>{say(word)}</span>
          </a>
        ))}
      </nav>
      <Tooltip content={say("shortcuts")} relationship="label" positioning="after">
        <button type="button" className="rail-button" onClick={onHelp}>
          <KeyboardRegular aria-hidden="true" />
        </button>
      </Tooltip>
      <MeMenu {...menu} onHelp={onHelp} />
    </header>
  );
}
