import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import type { View } from "../desk/state.ts";
import type { TicketDetail } from "../wire/shapes.ts";
import { say } from "../words/words.ts";
import { Facts } from "./facts.tsx";
import { History } from "./history.tsx";
import { Others } from "./others.tsx";
import { Receipts } from "./receipts.tsx";
import { SuspectAddress } from "./suspect-address.tsx";
import { Tags } from "./tags.tsx";
import { Trail } from "./trail.tsx";

/** What one knows about the open ticket. */
export function SidePane({
  detail,
  view,
  onClose,
}: {
  detail: TicketDetail;
  view: View;
  onClose(): void;
}): React.JSX.Element {
  const { ticket, receipts, others, agentNames } = detail;
  return (
    <aside className="side" aria-label={say("sideLabel")}>
      <Button
        className="side-close"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={say("detailsClose")}
        onClick={onClose}
      />
      <section>
        <h2>{say("sideSummary")}</h2>
        <p className="words">{ticket.summary}</p>
      </section>
      <SuspectAddress key={ticket.number} detail={detail} />
      <Trail ticket={ticket} />
      <Facts ticket={ticket} names={agentNames} />
      <Tags number={ticket.number} tags={ticket.tags} />
      <Receipts receipts={receipts} />
      <Others others={others} view={view} />
      <History audit={ticket.audit} names={agentNames} />
    </aside>
  );
}
