import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import { AccountPage } from "../account/account-page.tsx";
import { apiRequest } from "../api/request.ts";
import type { MeReply } from "../api/schemas.ts";
import { AuditView } from "../audit/audit-page.tsx";
import { type DeskStore, DeskStoreContext, openDeskStore, useDesk, useKnown } from "../desk/desk-context.tsx";
import { useSignal } from "../desk/state.ts";
import { counts } from "../desk/view-lines.ts";
import { PasswordField } from "../entry/entry-form.tsx";
import type { ProviderTrouble } from "../entry/entry-kinds.ts";
import { say, type WordKey } from "../i18n/messages.ts";
import type { Look } from "../look/themes.ts";
import { PeoplePage } from "../people/people-page.tsx";
import { ReportsPage } from "../reports/reports-page.tsx";
import { TeamPage } from "../team/team-page.tsx";
import { callAgent, newsIn } from "./attention.ts";
import { FormDialog, StepUpAsked } from "./form-dialog.tsx";
import { Rail } from "./rail.tsx";
import { goTo, useRoute } from "./route.ts";
import { ShortcutDialog, useKeys } from "./shortcut-dialog.tsx";
import { TicketsPage } from "./tickets-page.tsx";

const reasons: Record<string, WordKey> = {
  "wrong-sign-in": "passwordWrong",
  "weak-password": "passwordWeak",
  "locked-out": "signInLocked",
};

/** Renders the dialog that changes the password. */
function PasswordDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const { csrf, toasts } = useDesk();
  const [trouble, setTrouble] = useState<WordKey | null>(null);
  const change = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const body = Object.fromEntries(new FormData(currentTarget).entries());
    const response = await apiRequest("password", { body, csrf });
    if (response.kind === "ok") {
      toasts.tell("success", say("passwordChanged"));
      onClose();
    } else setTrouble(response.kind === "away" ? "refusedAway" : (reasons[response.code] ?? "entryInvalid"));
  };
  return (
    <FormDialog
      title={say("passwordChange")}
      action={say("passwordChange")}
      onSubmit={change}
      onClose={onClose}
    >
      <div aria-live="polite">
        {trouble && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{say(trouble)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <PasswordField fresh={false} name="current" label="passwordCurrent" />
      <PasswordField fresh name="next" label="passwordNext" />
    </FormDialog>
  );
}

/** Shows the number of tickets that need attention in the page title. */
function TitleCount(): null {
  const lines = useKnown((state) => state.lines);
  const me = useKnown((state) => state.me);
  const lists = useKnown((state) => state.lists);
  const { waiting, owed } = useMemo(() => counts({ lines, lists, me }), [lines, lists, me]);
  const count = waiting + owed;
  useEffect(() => {
    document.title = count === 0 ? say("title") : say("titleCount", { count });
  }, [count]);
  return null;
}

/** Renders the toasts, newest last. */
function ToastList(): React.JSX.Element {
  const { toasts } = useDesk();
  const shownToasts = useSignal(toasts.told, (all) => all);
  return (
    <div className="told" role="status">
      {shownToasts.map(({ id, intent, text }) => (
        <MessageBar key={id} intent={intent} layout="multiline">
          <MessageBarBody>{text}</MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                size="small"
                icon={<DismissRegular />}
                aria-label={say("close")}
                onClick={() => toasts.dismiss(id)}
              />
            }
          />
        </MessageBar>
      ))}
    </div>
  );
}

/** Shows a notice while the connection is down. */
function ConnectionNotice(): React.JSX.Element {
  const line = useKnown((state) => state.line);
  return (
    <div role="status">
      {line === "offline" && (
        <MessageBar intent="warning" layout="multiline" className="line-notice">
          <MessageBarBody>{say("lineOffline")}</MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}

interface ShellParts {
  session: { me: MeReply; csrf: string; version: string };
  /** error on the way back from the provider */
  trouble: ProviderTrouble | null;
  look: Look;
  onLook(look: Look): void;
  onSignedOut(): void;
}

function useOpenDesk(session: ShellParts["session"], onSignedOut: () => void): DeskStore | null {
  const [desk, setDesk] = useState<DeskStore | null>(null);
  useEffect(() => {
    const opened = openDeskStore(session, {
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

/** Renders the shell of the console: navigation, page and dialogs. */
export function Shell({ session, trouble, look, onLook, onSignedOut }: ShellParts): React.JSX.Element | null {
  const desk = useOpenDesk(session, onSignedOut);
  const route = useRoute();
  const isOwner = session.me.role === "owner";
  const [help, setHelp] = useState(false);
  const [password, setPassword] = useState(false);
  useEffect(() => {
    if (trouble) desk?.toasts.tell("error", say(`trouble.${trouble}`));
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
    <DeskStoreContext.Provider value={desk}>
      <div
        className="shell"
        data-page={route.page}
        data-open={route.page === "tickets" && route.ticket !== null}
      >
        <Rail
          page={route.page}
          isOwner={isOwner}
          version={session.version}
          look={look}
          onLook={onLook}
          onHelp={() => setHelp(true)}
          onPassword={() => setPassword(true)}
          onSignedOut={onSignedOut}
        />
        <div className="room">
          <ConnectionNotice />
          {route.page === "tickets" && <TicketsPage view={route.view} ticket={route.ticket} />}
          {route.page === "team" && <TeamPage />}
          {route.page === "reports" && <ReportsPage />}
          {route.page === "people" && isOwner && <PeoplePage />}
          {route.page === "audit" && isOwner && <AuditView />}
          {route.page === "account" && <AccountPage />}
        </div>
        <ToastList />
        <TitleCount />
        {password && <PasswordDialog onClose={() => setPassword(false)} />}
        <StepUpAsked />
        {help && <ShortcutDialog onClose={() => setHelp(false)} />}
      </div>
    </DeskStoreContext.Provider>
  );
}
