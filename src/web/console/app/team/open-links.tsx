import { Button } from "@fluentui/react-components";
import { useCallback, useEffect, useState } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { ask } from "../wire/ask.ts";
import type { OpenInvitation, OpenLink } from "../wire/shapes.ts";
import { dayAndTime } from "../words/times.ts";
import { say } from "../words/words.ts";

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

/** Invitations and sign-in links that can still be used, each to be taken back; `made` changes when one was made. */
export function OpenLinks({ made }: { made: number }): React.JSX.Element | null {
  const { csrf, telling } = useDesk();
  const me = useKnown((state) => state.me);
  const [rows, setRows] = useState<Row[]>([]);
  const look = useCallback(async () => {
    const invited = await ask<{ invitations: OpenInvitation[] }>("invitations");
    const links = me.role === "owner" ? await ask<{ links: OpenLink[] }>("sign-in-links") : null;
    if (invited.kind !== "ok") return telling.refused(invited);
    const more = links?.kind === "ok" ? links.body.links : [];
    setRows([...invited.body.invitations.map(ofInvitation), ...more.map(ofLink)]);
  }, [telling, me.role]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `made` says that there is a new one
  useEffect(() => void look(), [look, made]);
  const end = async ({ path }: Row): Promise<void> => {
    const answered = await ask(path, { method: "DELETE", csrf });
    if (answered.kind !== "ok") telling.refused(answered);
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
