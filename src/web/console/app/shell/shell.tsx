import { useEffect, useMemo, useState } from "react";
import { AccountPage } from "../account/account-page.tsx";
import { AuditPage } from "../audit/audit-page.tsx";
import { type Desk, openDesk } from "../desk/desk.ts";
import { DeskContext } from "../desk/desk-context.tsx";
import type { ProviderTrouble } from "../entry/provider.ts";
import type { Look } from "../look/scheme.ts";
import { PeoplePage } from "../people/people-page.tsx";
import { ReportsPage } from "../reports/reports-page.tsx";
import { TeamPage } from "../team/team-page.tsx";
import type { Me } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { callAgent, newsIn } from "./attention.ts";
import { LineNotice } from "./line-notice.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { Rail } from "./rail.tsx";
import { goTo, useRoute } from "./route.ts";
import { ShortcutDialog } from "./shortcut-dialog.tsx";
import { useKeys } from "./shortcuts.ts";
import { StepUpAsked } from "./step-up-dialog.tsx";
import { TicketsPage } from "./tickets-page.tsx";
import { TitleCount } from "./title-count.tsx";
import { ToldNotices } from "./told-notices.tsx";

interface ShellParts {
  session: { me: Me; csrf: string };
  /** why they came back from the provider without what they went for */
  trouble: ProviderTrouble | null;
  look: Look;
  onLook(look: Look): void;
  onSignedOut(): void;
}

function useOpenDesk(session: ShellParts["session"], onSignedOut: () => void): Desk | null {
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    const opened = openDesk(session, {
      signedOut: onSignedOut,
      frame: (before, frame) => {
        const news = newsIn(before, frame);
        if (news) callAgent(news);
      },
    });
    setDesk(opened);
    return opened.leave;
  }, [session, onSignedOut]);
  return desk;
}

/** Everything that an agent works with. */
export function Shell({ session, trouble, look, onLook, onSignedOut }: ShellParts): React.JSX.Element | null {
  const desk = useOpenDesk(session, onSignedOut);
  const route = useRoute();
  const isOwner = session.me.role === "owner";
  const [help, setHelp] = useState(false);
  const [password, setPassword] = useState(false);
  useEffect(() => {
    if (trouble) desk?.telling.tell("error", say(`trouble.${trouble}`));
  }, [desk, trouble]);
  useKeys(
    useMemo(
      () => ({
        "1": () => goTo({ page: "tickets", view: "waiting", ticket: null }),
        "2": () => goTo({ page: "tickets", view: "mine", ticket: null }),
        "3": () => goTo({ page: "tickets", view: "all", ticket: null }),
        "4": () => goTo({ page: "tickets", view: "resolved", ticket: null }),
        "5": () => goTo({ page: "team" }),
        "6": () => goTo({ page: "reports" }),
        ...(isOwner && {
          "7": () => goTo({ page: "people" }),
          "8": () => goTo({ page: "audit" }),
        }),
        "?": () => setHelp(true),
      }),
      [isOwner],
    ),
  );
  if (desk === null) return null;
  return (
    <DeskContext.Provider value={desk}>
      <div
        className="shell"
        data-page={route.page}
        data-open={route.page === "tickets" && route.ticket !== null}
      >
        <Rail
          page={route.page}
          isOwner={isOwner}
          look={look}
          onLook={onLook}
          onHelp={() => setHelp(true)}
          onPassword={() => setPassword(true)}
          onSignedOut={onSignedOut}
        />
        <div className="room">
          <LineNotice />
          {route.page === "tickets" && <TicketsPage view={route.view} ticket={route.ticket} />}
          {route.page === "team" && <TeamPage />}
          {route.page === "reports" && <ReportsPage />}
          {route.page === "people" && isOwner && <PeoplePage />}
          {route.page === "audit" && isOwner && <AuditPage />}
          {route.page === "account" && <AccountPage />}
        </div>
        <ToldNotices />
        <TitleCount />
        {password && <PasswordDialog onClose={() => setPassword(false)} />}
        <StepUpAsked />
        {help && <ShortcutDialog onClose={() => setHelp(false)} />}
      </div>
    </DeskContext.Provider>
  );
}
