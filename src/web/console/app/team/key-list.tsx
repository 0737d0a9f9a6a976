import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { apiRequest } from "../api/request.ts";
import type { KeyLine, OpenInvitation, OpenLink, ReplyBody } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { dayAndTime, say } from "../i18n/messages.ts";
import { FormDialog } from "../shell/form-dialog.tsx";

interface Row {
  path: string;
  title: string;
  kind: "invitation" | OpenLink["kind"];
  by: string;
  until: string;
}

const ofInvitation = ({ id, name, email, by, until }: OpenInvitation): Row => ({
  path: `invitations/${encodeURIComponent(id)}`,
  title: `${name} (${email})`,
  kind: "invitation",
  by: say("linkBy", { name: by?.name ?? "" }),
  until,
});
const ofLink = ({ id, kind, agent, until }: OpenLink): Row => ({
  path: `sign-in-links/${encodeURIComponent(id)}`,
  title: agent?.name ?? say("linkOf.owner"),
  kind,
  by: say("linkByOperator"),
  until,
});

/**
 * Lists open invitations and sign-in links, with buttons to revoke them; a change of `made` triggers a
 * reload.
 */
export function OpenLinkList({ made }: { made: number }): React.JSX.Element | null {
  const { csrf, toasts } = useDesk();
  const me = useKnown((state) => state.me);
  const [rows, setRows] = useState<Row[]>([]);
  const look = useCallback(async () => {
    const invited = await apiRequest<ReplyBody<"OpenInvitations">>("invitations");
    const links = me.role === "owner" ? await apiRequest<ReplyBody<"OpenLinks">>("sign-in-links") : null;
    if (invited.kind !== "ok") return toasts.refused(invited);
    const more = links?.kind === "ok" ? links.body.links : [];
    setRows([...invited.body.invitations.map(ofInvitation), ...more.map(ofLink)]);
  }, [toasts, me.role]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `made` says that there is a new one
  useEffect(() => void look(), [look, made]);
  const end = async ({ path }: Row): Promise<void> => {
    const response = await apiRequest(path, { method: "DELETE", csrf });
    if (response.kind !== "ok") toasts.refused(response);
    await look();
  };
  if (rows.length === 0) return null;
  return (
    <section className="page-part" aria-labelledby="links-title">
      <h2 id="links-title">{say("linksTitle")}</h2>
      <ul className="sessions">
        {rows.map((row) => (
          <li key={row.path}>
            <div>
              <h3>{row.title}</h3>
              <p>
                <span>{say(`linkOf.${row.kind}`)}</span>
                <span>{row.by}</span>
                <span>{say("linkUntil", { when: dayAndTime(row.until) })}</span>
              </p>
            </div>
            <Button onClick={() => void end(row)}>{say("linkEnd")}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Renders the dialog that rotates a key; shows the new one if programs need it. */
function KeyDialog({ kind, onClose }: { kind: KeyLine["kind"]; onClose(): void }): React.JSX.Element {
  const { csrf, stepUp, toasts } = useDesk();
  const [atOnce, setAtOnce] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const replace = async (): Promise<void> => {
    const body = { atOnce };
    const response = await stepUp.ask<ReplyBody<"RotatedKey">>(`keys/${kind}`, { body, csrf });
    if (response.kind !== "ok") return toasts.refused(response);
    if (response.body.secret === null) onClose();
    else setSecret(response.body.secret);
  };
  return (
    <FormDialog
      title={say("keyReplaceOf", { key: say(`keyOf.${kind}`) })}
      action={say("keyReplace")}
      instead={secret === null ? null : <span />}
      leave={secret === null ? say("cancel") : say("close")}
      onSubmit={replace}
      onClose={onClose}
    >
      {secret === null ? (
        <>
          <p>{say("keyReplaceText")}</p>
          <Checkbox
            label={say("keyLeaked")}
            checked={atOnce}
            onChange={(_, { checked }) => setAtOnce(checked === true)}
          />
        </>
      ) : (
        <Field label={say("keyFresh")}>
          <Input readOnly value={secret} />
        </Field>
      )}
    </FormDialog>
  );
}

/** Lists the desk's keys, with buttons to rotate them. */
export function KeyList(): React.JSX.Element | null {
  const { toasts } = useDesk();
  const [keys, setKeys] = useState<KeyLine[]>([]);
  const [replaces, setReplaces] = useState<KeyLine["kind"] | null>(null);
  const look = useCallback(async () => {
    const response = await apiRequest<ReplyBody<"KeyLines">>("keys");
    if (response.kind === "ok") setKeys(response.body.keys);
    else toasts.refused(response);
  }, [toasts]);
  useEffect(() => void look(), [look]);
  if (keys.length === 0) return null;
  return (
    <section className="page-part" aria-labelledby="keys-title">
      <h2 id="keys-title">{say("deskKeysTitle")}</h2>
      <ul className="sessions">
        {keys.map(({ kind, madeAt, before, fixed }) => (
          <li key={kind}>
            <div>
              <h3>{say(`keyOf.${kind}`)}</h3>
              <p>
                <span>{fixed ? say("keyFixed") : say("keySince", { when: dayAndTime(madeAt) })}</span>
                {before !== null && <span>{say("keyBefore", { when: dayAndTime(before) })}</span>}
              </p>
            </div>
            {!fixed && (
              <Button
                aria-label={say("keyReplaceOf", { key: say(`keyOf.${kind}`) })}
                onClick={() => setReplaces(kind)}
              >
                {say("keyReplace")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {replaces && (
        <KeyDialog
          kind={replaces}
          onClose={() => {
            setReplaces(null);
            void look();
          }}
        />
      )}
    </section>
  );
}
