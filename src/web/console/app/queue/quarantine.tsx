import { Button, Checkbox } from "@fluentui/react-components";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { apiRequest, longTimeoutMs } from "../api/request.ts";
import type { QuarantinePage, ReplyBody } from "../api/schemas.ts";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { duration, say, sayCount } from "../i18n/messages.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTicking } from "./ticket-list.tsx";

/** A network with tickets in quarantine. */
type KnownNetwork = QuarantinePage["networks"][number] & { network: string };

/** Returns a short name for a network. */
const shortName = (network: string): string => network.slice(0, 6);

/** Renders the dialog that confirms a bulk close of a network's quarantined tickets. */
function CloseNetworkDialog({
  held: { network, tickets, distress, queued },
  onClose,
}: {
  held: KnownNetwork;
  onClose(): void;
}): React.JSX.Element {
  const { csrf, toasts } = useDesk();
  const leads = useKnown(({ me }) => me.role !== "agent");
  const close = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = new FormData(currentTarget);
    const body = { queued: form.has("queued"), distress: form.has("distress") };
    const path = `quarantine/${network}/close`;
    const response = await apiRequest<ReplyBody<"BulkCloseResult">>(path, {
      body,
      csrf,
      timeoutMs: longTimeoutMs,
    });
    if (response.kind === "ok")
      toasts.tell("success", sayCount("sweptOne", "sweptMany", response.body.act.tickets));
    else toasts.refused(response);
    onClose();
  };
  return (
    <FormDialog
      title={say("closeTitle", { name: shortName(network) })}
      action={say("closeThem")}
      onSubmit={close}
      onClose={onClose}
    >
      <p>
        {sayCount("closeOne", "closeMany", tickets - distress)} {say("closeHint")}
      </p>
      {distress > 0 && (
        <Checkbox name="distress" label={sayCount("closeDistressOne", "closeDistressMany", distress)} />
      )}
      {leads && queued > 0 && (
        <Checkbox name="queued" label={sayCount("closeQueuedOne", "closeQueuedMany", queued)} />
      )}
    </FormDialog>
  );
}

type Act = QuarantinePage["acts"][number];

/** debounce of reloads, however much changes */
const restMs = 1500;
const shown = 20;
const isKnown = (one: QuarantinePage["networks"][number]): one is KnownNetwork => one.network !== null;

/**
 * Renders the quarantine by network, with bulk actions. `count`: known number of tickets, whose change triggers a
 * reload.
 */
export function QuarantinePart({ count }: { count: number }): React.JSX.Element | null {
  const { csrf, toasts } = useDesk();
  const [page, setPage] = useState<QuarantinePage | null>(null);
  const [closes, setCloses] = useState<KnownNetwork | null>(null);
  const look = useCallback(async (): Promise<void> => {
    const response = await apiRequest<QuarantinePage>("quarantine");
    if (response.kind === "ok") setPage(response.body);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count means that there is something new to look up
  useEffect(() => {
    const timer = setTimeout(() => void look(), page === null ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [count, look]);

  const letIn = async ({ network }: KnownNetwork): Promise<void> => {
    const path = `quarantine/${network}/let-in`;
    const response = await apiRequest<ReplyBody<"LetInAnswer">>(path, {
      body: {},
      csrf,
      timeoutMs: longTimeoutMs,
    });
    if (response.kind !== "ok") return toasts.refused(response);
    toasts.tell("success", sayCount("letInOne", "letInMany", response.body.tickets));
    await look();
  };
  const undo = async ({ id }: Act): Promise<void> => {
    const path = `quarantine/acts/${id}/undo`;
    const response = await apiRequest<ReplyBody<"LetInAnswer">>(path, {
      body: {},
      csrf,
      timeoutMs: longTimeoutMs,
    });
    if (response.kind === "ok")
      toasts.tell("success", sayCount("undoneOne", "undoneMany", response.body.tickets));
    else toasts.refused(response);
    await look();
  };

  if (page === null || (page.networks.length === 0 && page.acts.length === 0)) return null;
  return (
    <section className="quarantine" aria-label={say("quarantineLabel")}>
      <p>{say("quarantineHint")}</p>
      <ul>
        {page.acts.map((act) => (
          <li key={act.id} className="quarantine-act">
            <ActWords act={act} />
            <Button size="small" onClick={() => void undo(act)}>
              {say("undo")}
            </Button>
          </li>
        ))}
        {page.networks
          .filter(isKnown)
          .slice(0, shown)
          .map((one) => (
            <li key={one.network}>
              <span className="quarantine-network">
                <strong>{say("network", { name: shortName(one.network) })}</strong>
                <span>{sayCount("heldOne", "heldMany", one.tickets)}</span>
                {one.distress > 0 && (
                  <span data-mark="urgent">
                    {sayCount("heldDistressOne", "heldDistressMany", one.distress)}
                  </span>
                )}
              </span>
              <Button
                size="small"
                aria-label={say("letInNetwork", { name: shortName(one.network) })}
                onClick={() => void letIn(one)}
              >
                {say("letInAll")}
              </Button>
              <Button
                size="small"
                aria-label={say("closeNetwork", { name: shortName(one.network) })}
                onClick={() => setCloses(one)}
              >
                {say("closeAll")}
              </Button>
            </li>
          ))}
      </ul>
      {page.networksTotal > shown && <p>{say("moreNetworks", { count: page.networksTotal - shown })}</p>}
      {closes && (
        <CloseNetworkDialog
          held={closes}
          onClose={() => {
            setCloses(null);
            void look();
          }}
        />
      )}
    </section>
  );
}

function ActWords({ act }: { act: Act }): React.JSX.Element {
  const left = useTicking((now) => duration(Math.max(0, Date.parse(act.until) - now)));
  const name = useKnown(
    ({ agents }) => agents.find(({ id }) => id === act.by)?.firstName ?? say("otherAgent"),
  );
  return (
    <span>
      {sayCount("sweptOne", "sweptMany", act.tickets)} {say("sweptBy", { name, time: left })}
    </span>
  );
}
