import { Avatar, Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useEffect, useMemo, useState } from "react";
import type { Colleague, ReplyBody, Role, TicketLine } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { speaksFor } from "../desk/view-lines.ts";
import { say, sayCount, subjectOf } from "../i18n/messages.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { writeRoute } from "../shell/route.ts";
import { KeyList, OpenLinkList } from "./key-list.tsx";
import { MemberMenu } from "./member-menu.tsx";

const roles = ["agent", "supervisor", "owner"] as const satisfies Role[];

/** Renders the dialog that creates an invitation link. */
function InviteDialog({ onClose }: { onClose(): void }): React.JSX.Element {
  const { csrf, stepUp, toasts } = useDesk();
  const me = useKnown((state) => state.me);
  const [made, setMade] = useState<{ link: string; name: string } | null>(null);
  const [copied, setCopied] = useState(false);

  const invite = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = new FormData(currentTarget);
    const name = String(form.get("name"));
    const body = { name, email: form.get("email"), role: form.get("role") ?? "agent", teams: [] };
    const response = await stepUp.ask<ReplyBody<"InvitationLink">>("agents", { body, csrf });
    if (response.kind === "ok") setMade({ link: response.body.link, name });
    else toasts.refused(response);
  };

  return (
    <FormDialog
      title={say("inviteTitle")}
      action={say("inviteButton")}
      leave={say(made ? "close" : "cancel")}
      instead={
        made && (
          <Button
            appearance="primary"
            onClick={() => void navigator.clipboard.writeText(made.link).then(() => setCopied(true))}
          >
            {say(copied ? "inviteCopied" : "inviteCopy")}
          </Button>
        )
      }
      onSubmit={invite}
      onClose={onClose}
    >
      {made ? (
        <Field key="link" label={say("inviteLink", { name: made.name })}>
          <Input readOnly value={made.link} onFocus={({ target }) => target.select()} />
        </Field>
      ) : (
        <>
          <Field label={say("teamName")}>
            <Input name="name" required maxLength={80} />
          </Field>
          <Field label={say("fieldEmail")}>
            <Input name="email" type="email" required maxLength={254} />
          </Field>
          <Field label={say("teamRole")}>
            <Select name="role" defaultValue="agent">
              {(me.role === "owner" ? roles : roles.slice(0, 1)).map((role) => (
                <option key={role} value={role}>
                  {say(`role.${role}`)}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const order = ["available", "busy", "away", "offline"];

/** Renders the page with the staff: presence, role and load. */
export function TeamPage(): React.JSX.Element {
  const desk = useDesk();
  const me = useKnown((state) => state.me);
  const agents = useKnown((state) => state.agents);
  const lines = useKnown((state) => state.lines);
  const [invites, setInvites] = useState(false);
  const [made, setMade] = useState(0);
  const closeInvites = (): void => {
    setInvites(false);
    setMade((count) => count + 1);
  };
  useEffect(() => {
    void desk.loadAgents();
    void desk.lists.load("held");
  }, [desk]);
  const held = useMemo(() => {
    const byAgent = new Map<string, TicketLine[]>();
    for (const line of lines.values()) {
      const by = speaksFor(line);
      if (by !== null) byAgent.set(by, [...(byAgent.get(by) ?? []), line]);
    }
    return byAgent;
  }, [lines]);
  const sorted = agents
    .filter(({ disabled }) => !disabled || me.role === "owner")
    .toSorted(
      (one, other) =>
        order.indexOf(one.presence) - order.indexOf(other.presence) || one.name.localeCompare(other.name),
    );

  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("teamTitle")}</h1>
        {me.role !== "agent" && (
          <Button appearance="primary" onClick={() => setInvites(true)}>
            {say("invite")}
          </Button>
        )}
      </header>
      <ul className="team">
        {sorted.map((agent) => (
          <Member key={agent.id} agent={agent} tickets={held.get(agent.id) ?? []} />
        ))}
      </ul>
      {me.role !== "agent" && <OpenLinkList made={made} />}
      {me.role === "owner" && <KeyList />}
      {invites && <InviteDialog onClose={closeInvites} />}
    </main>
  );
}

function Member({ agent, tickets }: { agent: Colleague; tickets: TicketLine[] }): React.JSX.Element {
  const teams = useKnown((state) => state.teams);
  const me = useKnown((state) => state.me);
  const { name, presence, role, load } = agent;
  return (
    <li>
      <Avatar
        name={name}
        color="colorful"
        badge={{ status: presence, "aria-hidden": true }}
        aria-hidden="true"
      />
      <div className="member">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>
          <span>{agent.disabled ? say("memberDisabled") : say(`presence.${presence}`)}</span>
          <span>{say(`role.${role}`)}</span>
          {agent.teams.map((id) => (
            <span key={id}>{teams.find((team) => team.id === id)?.title ?? id}</span>
          ))}
          {agent.entra && <span>{say("microsoftLinked")}</span>}
        </p>
        {tickets.length > 0 && (
          <ul aria-label={say("teamOpen", { name })}>
            {tickets.map((line) => (
              <li key={line.number}>
                <a href={writeRoute({ page: "tickets", view: "all", ticket: line.number })}>
                  {say("number", { number: line.number })} {subjectOf(line)}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <strong className="load" data-load={Math.min(load, 5)}>
        {sayCount("loadOne", "loadMany", load)}
      </strong>
      {me.role === "owner" && <MemberMenu agent={agent} self={me.id === agent.id} />}
    </li>
  );
}
