import { Button, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { nameOfDevice } from "../account/account-page.tsx";
import { apiRequest } from "../api/request.ts";
import type { Device, ErasedPerson, FoundConversation, ReplyBody } from "../api/schemas.ts";
import { useDesk } from "../desk/desk-context.tsx";
import { channelName, dayAndTime, say, sayCount } from "../i18n/messages.ts";
import { saveFile } from "../local-storage.ts";
import { FormDialog } from "../shell/form-dialog.tsx";

/** Lists the devices of a conversation on demand, with buttons to revoke them. */
function ConversationDevices({ conversation }: { conversation: string }): React.JSX.Element {
  const { csrf, toasts } = useDesk();
  const [devices, setDevices] = useState<Device[] | null>(null);
  const path = `conversations/${encodeURIComponent(conversation)}/devices`;
  const look = async (): Promise<void> => {
    const response = await apiRequest<ReplyBody<"DeviceList">>(path);
    if (response.kind === "ok") setDevices(response.body.devices);
    else toasts.refused(response);
  };
  const end = async (which: string): Promise<void> => {
    const response = await apiRequest(`${path}${which}`, { method: "DELETE", csrf });
    if (response.kind !== "ok") toasts.refused(response);
    await look();
  };
  if (devices === null) return <Button onClick={() => void look()}>{say("devicesShow")}</Button>;
  if (devices.length === 0) return <p>{say("devicesNone")}</p>;
  return (
    <>
      <ul className="sessions" aria-label={say("devicesTitle")}>
        {devices.map(({ id, kind, isLink, device, madeAt, seenAt }) => (
          <li key={id}>
            <div>
              <h3>{isLink ? say("deviceLink") : nameOfDevice(device)}</h3>
              <p>
                <span>{say(`deviceBy.${kind}`)}</span>
                <span>
                  {isLink
                    ? say("keySince", { when: dayAndTime(madeAt) })
                    : say("sessionSeen", { when: dayAndTime(seenAt) })}
                </span>
              </p>
            </div>
            <Button onClick={() => void end(`/${encodeURIComponent(id)}`)}>{say("deviceEnd")}</Button>
          </li>
        ))}
      </ul>
      <Button onClick={() => void end("")}>{say("devicesEnd")}</Button>
    </>
  );
}

/** Dialog that confirms an erasure. */
const EraseDialog = ({
  conversations,
  onErase,
  onClose,
}: {
  conversations: readonly FoundConversation[];
  onErase(): Promise<void>;
  onClose(): void;
}): React.JSX.Element => (
  <FormDialog title={say("eraseTitle")} action={say("eraseButton")} onSubmit={onErase} onClose={onClose}>
    <p>{say("eraseText")}</p>
    <p>{sayCount("peopleTalksOne", "peopleTalksMany", conversations.length)}</p>
  </FormDialog>
);

/** List of a person's conversations, without their content. */
const ConversationResults = ({
  conversations,
}: {
  conversations: readonly FoundConversation[];
}): React.JSX.Element => (
  <ul className="found-talks">
    {conversations.map(({ id, channel, startedAt, entries, tickets, held }) => (
      <li key={id}>
        <h3>{tickets.join(", ") || say("peopleNoTicket")}</h3>
        <p>
          <span>{dayAndTime(startedAt)}</span>
          <span>{channelName(channel)}</span>
          <span>{sayCount("peopleEntriesOne", "peopleEntriesMany", entries)}</span>
          {held && <strong>{say("peopleHeld")}</strong>}
          <code>{id}</code>
        </p>
        {channel === "directline" && <ConversationDevices conversation={id} />}
      </li>
    ))}
  </ul>
);

interface FoundPersonParts {
  person: string;
  conversations: FoundConversation[];
  onChange(): Promise<void>;
}

/** Renders the result of a search, with actions. */
function PersonResult({ person, conversations, onChange }: FoundPersonParts): React.JSX.Element {
  const { csrf, stepUp, toasts } = useDesk();
  const [erases, setErases] = useState(false);
  const [erasure, setErasure] = useState<ErasedPerson | null>(null);

  const request = async <Body,>(what: string): Promise<Body | null> => {
    const response = await stepUp.ask<Body>(`people/${what}`, { body: { person }, csrf });
    if (response.kind === "ok") return response.body;
    toasts.refused(response);
    return null;
  };
  const save = async (): Promise<void> => {
    const all = await request<object>("export");
    if (all !== null) saveFile(`${say("peopleFile")}.json`, "application/json", JSON.stringify(all, null, 2));
  };
  const keep = async (what: "hold" | "release"): Promise<void> => {
    if ((await request(what)) !== null) await onChange();
  };
  const erase = async (): Promise<void> => {
    const erased = await request<ErasedPerson>("erase");
    setErases(false);
    if (erased === null) return;
    setErasure(erased);
    await onChange();
  };

  return (
    <>
      {erasure && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>
            {say("peopleErased", { receipt: erasure.receipt })}{" "}
            {sayCount("peopleTalksOne", "peopleTalksMany", erasure.erased.talks)}
            {erasure.erased.held > 0 && ` ${say("peopleHeldStay", { count: erasure.erased.held })}`}
          </MessageBarBody>
        </MessageBar>
      )}
      {conversations.length === 0 && erasure === null && <p>{say("peopleNone", { person })}</p>}
      {conversations.length > 0 && (
        <section className="page-part">
          <h2>{sayCount("peopleTalksOne", "peopleTalksMany", conversations.length)}</h2>
          <ConversationResults conversations={conversations} />
          <div className="page-moves">
            <Button appearance="primary" onClick={() => void save()}>
              {say("peopleExport")}
            </Button>
            <Button onClick={() => void keep("hold")}>{say("peopleHold")}</Button>
            {conversations.some(({ held }) => held) && (
              <Button onClick={() => void keep("release")}>{say("peopleRelease")}</Button>
            )}
            <Button onClick={() => setErases(true)}>{say("peopleErase")}</Button>
          </div>
        </section>
      )}
      {erases && (
        <EraseDialog conversations={conversations} onErase={erase} onClose={() => setErases(false)} />
      )}
    </>
  );
}

/** Renders the personal data page for owners: find, export, hold, erase. */
export function PeoplePage(): React.JSX.Element {
  const { csrf, stepUp, toasts } = useDesk();
  const [found, setFound] = useState<{ person: string; conversations: FoundConversation[] } | null>(null);

  const find = async (person: string): Promise<void> => {
    const response = await stepUp.ask<ReplyBody<"FoundPerson">>("people/find", {
      body: { person },
      csrf,
    });
    if (response.kind === "ok") setFound({ person, conversations: response.body.talks });
    else if (response.kind === "refused" && response.code === "no-person")
      setFound({ person, conversations: [] });
    else toasts.refused(response);
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void find(String(new FormData(event.currentTarget).get("person")));
  };

  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("peopleTitle")}</h1>
      </header>
      <form className="find-person" onSubmit={send}>
        <Field label={say("peopleWhose")} hint={say("peopleWhoseHint")}>
          <Input name="person" required maxLength={254} autoComplete="off" />
        </Field>
        <Button type="submit" appearance="primary">
          {say("peopleFind")}
        </Button>
      </form>
      <div aria-live="polite">{found && <PersonResult {...found} onChange={() => find(found.person)} />}</div>
    </main>
  );
}
