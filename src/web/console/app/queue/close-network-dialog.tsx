import { Checkbox } from "@fluentui/react-components";
import type { FormEvent } from "react";
import { useDesk, useKnown } from "../desk/desk-context.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { ask, longPatienceMs } from "../wire/ask.ts";
import type { QuarantinePage } from "../wire/shapes.ts";
import { counted, say } from "../words/words.ts";

/** A network with tickets in quarantine. */
export type KnownNetwork = QuarantinePage["networks"][number] & { network: string };

/** What people call a network by. */
export const shortName = (network: string): string => network.slice(0, 6);

/** Asks once more before everything that a network has in quarantine is closed. */
export function CloseNetworkDialog({
  held: { network, tickets, distress, queued },
  onClose,
}: {
  held: KnownNetwork;
  onClose(): void;
}): React.JSX.Element {
  const { csrf, telling } = useDesk();
  const leads = useKnown(({ me }) => me.role !== "agent");
  const close = async ({ currentTarget }: FormEvent<HTMLFormElement>): Promise<void> => {
    const said = new FormData(currentTarget);
    const body = { queued: said.has("queued"), distress: said.has("distress") };
    const path = `quarantine/${network}/close`;
    const answered = await ask<{ act: { tickets: number } }>(path, {
      body,
      csrf,
      patienceMs: longPatienceMs,
    });
    if (answered.kind === "ok")
      telling.tell("success", counted("sweptOne", "sweptMany", answered.body.act.tickets));
    else telling.refused(answered);
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
        {counted("closeOne", "closeMany", tickets - distress)} {say("closeHint")}
      </p>
      {distress > 0 && (
        <Checkbox name="distress" label={counted("closeDistressOne", "closeDistressMany", distress)} />
      )}
      {leads && queued > 0 && (
        <Checkbox name="queued" label={counted("closeQueuedOne", "closeQueuedMany", queued)} />
      )}
    </FormDialog>
  );
}
