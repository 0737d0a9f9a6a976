import { Button, Spinner } from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons/svg/arrow-left";
import { useState, useSyncExternalStore } from "react";
import { useCell } from "../desk/cell.ts";
import { useKnown } from "../desk/desk-context.tsx";
import type { View } from "../desk/state.ts";
import { goTo } from "../shell/route.ts";
import { changeSettings, settings } from "../shell/settings.ts";
import { useKeys } from "../shell/shortcuts.ts";
import { SidePane } from "../side/side-pane.tsx";
import { say } from "../words/words.ts";
import { Composer } from "./composer.tsx";
import { TalkHeader } from "./talk-header.tsx";
import { Transcript } from "./transcript.tsx";
import { useTalk } from "./use-talk.ts";

const narrow = matchMedia("(max-width: 1199px)");

const listen = (listener: () => void): (() => void) => {
  narrow.addEventListener("change", listener);
  return () => narrow.removeEventListener("change", listener);
};

/** Whether the details are shown: beside the talk as the agent left it, over it only when asked for. */
function useDetails(): [boolean, (on: boolean) => void] {
  const isNarrow = useSyncExternalStore(listen, () => narrow.matches);
  const beside = useCell(settings, ({ details }) => details);
  const [over, setOver] = useState(false);
  return isNarrow ? [over, setOver] : [beside, (on) => changeSettings({ details: on })];
}

/** An open ticket: the talk, what one does with it, and the details beside it. */
export function TalkPane({ number, view }: { number: number; view: View }): React.JSX.Element {
  const looked = useTalk(number);
  const [details, show] = useDetails();
  useKeys({ d: () => show(!details) });

  if (looked.kind !== "ticket") {
    return (
      <main className="talk-none" id="talk" tabIndex={-1}>
        <BackButton view={view} />
        {looked.kind === "asking" && <Spinner label={say("loading")} />}
        {looked.kind === "none" && <p role="status">{say("noTicket", { number })}</p>}
        {looked.kind === "veiled" && <Veiled by={looked.by} />}
      </main>
    );
  }
  const { detail, talk } = looked;
  return (
    <>
      <main className="talk" id="talk" tabIndex={-1} aria-label={say("talkLabel", { number })}>
        <TalkHeader detail={detail} back={<BackButton view={view} />} details={details} onDetails={show} />
        <Transcript ticket={detail.ticket} talk={talk} agentNames={detail.agentNames} />
        <Composer ticket={detail.ticket} />
      </main>
      {details && <SidePane detail={detail} view={view} onClose={() => show(false)} />}
    </>
  );
}

const BackButton = ({ view }: { view: View }): React.JSX.Element => (
  <Button
    className="talk-back"
    appearance="subtle"
    icon={<ArrowLeftRegular />}
    aria-label={say("back")}
    onClick={() => goTo({ page: "tickets", view, ticket: null })}
  />
);

function Veiled({ by }: { by: string | null }): React.JSX.Element {
  const name = useKnown(({ agents }) => agents.find(({ id }) => id === by)?.firstName ?? say("otherAgent"));
  return <p role="status">{say("talkRefused", { name })}</p>;
}
