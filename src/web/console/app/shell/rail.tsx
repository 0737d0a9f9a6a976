import {
  Avatar,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tooltip,
} from "@fluentui/react-components";
import { DataBarVerticalRegular } from "@fluentui/react-icons/svg/data-bar-vertical";
import { HistoryRegular } from "@fluentui/react-icons/svg/history";
import { KeyboardRegular } from "@fluentui/react-icons/svg/keyboard";
import { MailInboxRegular } from "@fluentui/react-icons/svg/mail-inbox";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { PersonSearchRegular } from "@fluentui/react-icons/svg/person-search";
import { apiRequest, holdBearer } from "../api/request.ts";
import type { PresenceReply, ReplyBody } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { useSignal } from "../desk/state.ts";
import { EntryFrame } from "../entry/entry-form.tsx";
import { say } from "../i18n/messages.ts";
import { type Look, looks } from "../look/themes.ts";
import { goTo, type Route } from "./route.ts";
import { changeSettings, settings } from "./shortcut-dialog.tsx";

const choosable = ["available", "busy", "away"] as const satisfies PresenceReply[];

async function wishNotifications(on: boolean, blocked: () => void): Promise<void> {
  const allowed = on && (await Notification.requestPermission()) === "granted";
  if (on && !allowed) blocked();
  changeSettings({ notify: allowed });
}

interface MenuParts {
  /** version of the desk */
  version: string;
  look: Look;
  onLook(look: Look): void;
  onHelp(): void;
  onPassword(): void;
  onSignedOut(): void;
}

/** Renders the agent's menu: status, theme, alerts and sign-out. */
function MeMenu({ version, look, onLook, onHelp, onPassword, onSignedOut }: MenuParts): React.JSX.Element {
  const { actions, csrf, toasts } = useDesk();
  const me = useKnown((state) => state.me);
  const { sound, notify } = useSignal(settings, (now) => now);
  const calls = [...(sound ? ["sound"] : []), ...(notify ? ["notify"] : [])];

  const change = (name: string, [chosen]: string[]): void => {
    if (name === "presence") void actions.setPresence(chosen as PresenceReply);
    if (name === "look") onLook(chosen as Look);
  };
  const call = (checked: string[]): void => {
    changeSettings({ sound: checked.includes("sound") });
    if (checked.includes("notify") === notify) return;
    void wishNotifications(!notify, () => toasts.tell("warning", say("notifyBlocked")));
  };
  const leave = async (everywhere: boolean): Promise<void> => {
    if (everywhere) await apiRequest("sessions", { method: "DELETE", csrf });
    const response = await apiRequest<ReplyBody<"SignedOut">>("sign-out", { method: "POST", csrf });
    if (response.kind === "away") return toasts.refused(response);
    holdBearer(null);
    if (response.kind === "ok" && response.body.location !== null) location.assign(response.body.location);
    else onSignedOut();
  };

  return (
    <Menu
      inline
      positioning={{ position: "after", align: "bottom" }}
      checkedValues={{ presence: [me.presence], look: [look], calls }}
      onCheckedValueChange={(_, { name, checkedItems }) =>
        name === "calls" ? call(checkedItems) : change(name, checkedItems)
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <button type="button" className="me">
          <span className="unseen">{say("menuMe", { name: me.firstName })}</span>
          <Avatar
            name={me.name}
            color="colorful"
            badge={{ status: me.presence, "aria-hidden": true }}
            aria-hidden="true"
          />
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{say("presenceLabel")}</MenuGroupHeader>
            {choosable.map((presence) => (
              <MenuItemRadio key={presence} name="presence" value={presence}>
                {say(`presence.${presence}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{say("lookLabel")}</MenuGroupHeader>
            {looks.map((one) => (
              <MenuItemRadio key={one} name="look" value={one}>
                {say(`look.${one}`)}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItemCheckbox name="calls" value="sound">
            {say("soundOn")}
          </MenuItemCheckbox>
          <MenuItemCheckbox name="calls" value="notify">
            {say("notifyOn")}
          </MenuItemCheckbox>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>{say("versionLine", { version })}</MenuGroupHeader>
            <MenuItem onClick={onHelp}>{say("shortcuts")}</MenuItem>
            <MenuItem onClick={() => goTo({ page: "account" })}>{say("accountTitle")}</MenuItem>
            <MenuItem onClick={onPassword}>{say("passwordChange")}</MenuItem>
            <MenuItem onClick={() => void leave(false)}>{say("signOut")}</MenuItem>
            <MenuItem onClick={() => void leave(true)}>{say("signOutAll")}</MenuItem>
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

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
  version: string;
  look: Look;
  onLook(look: Look): void;
  onHelp(): void;
  onPassword(): void;
  onSignedOut(): void;
}

/** Renders the navigation bar. */
export function Rail({ page, isOwner, onHelp, ...menu }: RailParts): React.JSX.Element {
  return (
    <header className="rail">
      <EntryFrame />
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
