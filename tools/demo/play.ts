import { randomBytes, randomUUID } from "node:crypto";
import { firstNameOf, type Person } from "../../src/accounts/account.ts";
import type { Accounts } from "../../src/accounts/accounts.ts";
import { openAccountServices } from "../../src/accounts/open-accounts.ts";
import { type App, createApp, loadAppContent } from "../../src/app.ts";
import type { AuditAction } from "../../src/audit/audit-entry.ts";
import { type AuditRecorder, makeAuditRecorder, openAuditLog } from "../../src/audit/audit-log.ts";
import { openDeskKeys } from "../../src/directline/desk-keys.ts";
import { type GrantBook, newGrantId, openGrants } from "../../src/directline/grants/grants.ts";
import { networkHash, networkKey, strangersNetwork } from "../../src/directline/grants/network.ts";
import { seeded } from "../../src/nlu/training/examples.ts";
import { makeLog } from "../../src/runtime/log.ts";
import { openEmbeddedStore } from "../../src/store/embedded/open.ts";
import type { Store } from "../../src/store/store.ts";
import type { Actor } from "../../src/tickets/human-desk.ts";
import { TicketLimits } from "../../src/tickets/intake/surge.ts";
import { type AgentAct, type ScheduledAct, type Staff, schedule, type Week } from "./week.ts";

/** intake limit for the demo, below the default, so that some tickets are quarantined */
const OPEN_PER_NETWORK = 3;
/** age of the accounts before the first conversation */
const SETTLED_MS = 86_400_000;

/** Throws when an action of the script is refused, because the script no longer fits the desk. */
function accepted<T extends object>(result: T, about: unknown): Exclude<T, { refused: unknown }> {
  if ("refused" in result) throw new Error(`${result.refused}: ${JSON.stringify(about)}`);
  return result as Exclude<T, { refused: unknown }>;
}

/** Creates an account for each staff member, the owner first, all with one password. */
async function makeAccounts(
  accounts: Accounts,
  staff: readonly Staff[],
  password: string,
  record: (what: AuditAction, person: Person, about?: Record<string, string>) => Promise<void>,
): Promise<Person[]> {
  const [first, ...others] = staff;
  if (first === undefined) throw new Error("a demo needs an owner");
  const token = (await accounts.ownerToken()) ?? "";
  const owner = accepted(await accounts.takeOwner({ ...first, token, password }), first);
  await record("owner made", owner);
  const people = [owner];
  for (const { name, email, role } of others) {
    const invitation = await accounts.invite(owner, { name, email, role, teams: [] });
    if (typeof invitation !== "string") throw new Error(`${invitation.refused}: ${email}`);
    const { id = "" } = (await accounts.invitationOf(invitation)) ?? {};
    await record("invited", owner, { invitation: id, role, teams: "" });
    const person = accepted(await accounts.takeUp({ token: invitation, name, password }), email);
    await record("joined", person, { invitation: id, by: owner.id });
    people.push(person);
  }
  return people;
}

/** Visitors of the demo, one conversation each. */
class Visitors {
  readonly #known = new Map<number, { id: string; userId: string }>();

  constructor(
    private readonly desk: App,
    private readonly store: Store,
    private readonly grants: GrantBook,
    private readonly hashed: (network: string) => Promise<string>,
  ) {}

  async conversation({ visitor, network }: Pick<ScheduledAct, "visitor" | "network">): Promise<string> {
    const known = this.#known.get(visitor);
    if (known !== undefined) return known.id;
    const id = randomBytes(16).toString("base64url");
    const userId = `dl_${randomBytes(16).toString("base64url")}`;
    this.#known.set(visitor, { id, userId });
    this.grants.begins(id);
    await this.desk.inbox.open({ id, channel: "directline", userId, locale: "en" });
    await this.grants.enter({ conversation: id, grant: newGrantId() }, "browser", "Demo", () =>
      this.hashed(network),
    );
    await this.desk.turns.settled();
    return id;
  }

  /** Sends a message, or presses the button with this title under the newest message. */
  async say(scheduled: ScheduledAct & { act: string }): Promise<void> {
    const conversation = await this.conversation(scheduled);
    const log = await this.store.readLog(conversation, { after: 0, limit: 1_000 });
    const newest = log.findLast(({ activity }) => activity.type === "message");
    const actions = newest?.activity.suggestedActions?.actions ?? [];
    const pressed = actions.find(({ title }) => title === scheduled.act);
    const { userId } = this.#known.get(scheduled.visitor) ?? {};
    const id = randomUUID();
    await this.desk.inbox.post(
      conversation,
      {
        type: "message",
        id,
        text: scheduled.act,
        from: { id: userId ?? "", role: "user" },
        ...(pressed && { value: pressed.value }),
      },
      [id],
    );
    await this.desk.turns.settled();
  }
}

/** Audit actions of the agents' acts; messages are not audited. */
const audited: Partial<Record<AgentAct["does"], AuditAction>> = {
  claim: "ticket claimed",
  release: "ticket released",
  note: "ticket noted",
  tags: "ticket tags set",
  transfer: "ticket transferred",
  resolve: "ticket resolved",
};

/** Executes an agent's act on a ticket. */
async function act(
  human: App["human"],
  number: number,
  actorOf: (firstName: string) => Actor,
  wanted: AgentAct,
): Promise<void> {
  const actor = actorOf(wanted.by);
  const made = async () => {
    switch (wanted.does) {
      case "claim":
        return human.claim(number, actor);
      case "release":
        return human.release(number, actor);
      case "say":
        return human.reply(number, actor, { type: "message", text: wanted.text }, null);
      case "note":
        return human.note(number, actor, { text: wanted.text }, null);
      case "tags":
        return human.setTags(number, actor, wanted.tags);
      case "transfer":
        return human.transfer(number, actor, { agent: actorOf(wanted.to) }, wanted.text);
      case "resolve":
        return human.resolve(number, actor, wanted.outcome, wanted.onward);
      default:
        return wanted satisfies never;
    }
  };
  accepted(await made(), { ticket: number, ...wanted });
}

/** Plays a week that ends at `end` into an empty folder, with the real bot and desk on a simulated clock. */
export async function playWeek(
  folder: string,
  week: Week,
  { end, seed, password }: { end: Date; seed: number; password: string },
): Promise<void> {
  const acts = schedule(week, end, seeded(seed));
  let clock = new Date((acts[0]?.at ?? end).getTime() - SETTLED_MS);
  const now = (): Date => clock;
  const quiet = (): void => undefined;
  const content = await loadAppContent();
  const store = await openEmbeddedStore(folder, { now, log: makeLog("silent") });
  const place = { dataDir: folder, directLineSecret: null, server: { olderSecret: null } };
  const keys = await openDeskKeys(place, true, { store, now, tell: quiet });
  const grants = openGrants(store, now, quiet);
  const desk = createApp(content, store, now, quiet, {
    announcing: false,
    mail: false,
    tickets: TicketLimits.parse({ openPerNetwork: OPEN_PER_NETWORK }),
    networkOf: strangersNetwork(store, now),
  });
  const key = networkKey(store, now);
  const visitors = new Visitors(desk, store, grants, async (network) => networkHash(await key(), network));
  const record: AuditRecorder = makeAuditRecorder(openAuditLog(store, now), quiet);
  const note = (what: AuditAction, { id }: Pick<Person, "id">, about = {}): Promise<void> =>
    record({ who: { kind: "agent", id }, from: "127.0.0.1", what, about });
  const people = await makeAccounts(
    openAccountServices(store, keys, now).accounts,
    week.staff,
    password,
    note,
  );
  const actorOf = (firstName: string): Actor => {
    const person = people.find((one) => firstNameOf(one) === firstName);
    if (person === undefined) throw new Error(`nobody of the desk is called ${firstName}`);
    return { id: person.id, firstName, role: person.role };
  };
  await desk.turns.recover();
  for (const scheduled of acts) {
    clock = scheduled.at;
    for (const { id, role } of people) if (role !== "owner") desk.human.heartbeat(id);
    await desk.human.runDueTasks();
    await desk.turns.settled();
    const { act: wanted } = scheduled;
    if (typeof wanted === "string") await visitors.say({ ...scheduled, act: wanted });
    else {
      const ticket = (await store.ticketsOf(await visitors.conversation(scheduled))).at(-1);
      if (ticket === undefined) throw new Error(`there is no ticket to ${wanted.does}`);
      await act(desk.human, ticket.number, actorOf, wanted);
      const what = audited[wanted.does];
      if (what !== undefined) await note(what, actorOf(wanted.by), { ticket: String(ticket.number) });
    }
    await desk.turns.settled();
  }
  await desk.human.stop();
  await desk.turns.stop();
  grants.close();
  keys.close();
  await store.close();
  await content.close();
}
