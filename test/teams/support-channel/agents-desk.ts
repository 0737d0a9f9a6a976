import { randomUUID } from "node:crypto";
import type { Person, Role } from "../../../src/accounts/account.ts";
import type { AppContent, AppScope } from "../../../src/app.ts";
import type { Store } from "../../../src/store/store.ts";
import { Browser } from "../../api/browser.ts";
import type { OpenSubject, Subject } from "../../store/conformance.ts";
import { type ConnectorDesk, openConnectorDesk } from "../connector-desk.ts";
import { FakeConnector } from "../fake-connector.ts";
import type { Issuer } from "../issuer.ts";
import { TeamsPerson } from "../teams-person.ts";
import { channel, TeamsAgent } from "./teams-agent.ts";

const password = "correct horse battery";
const emailOf = (name: string): string => `${name.toLowerCase()}@desk.example`;

/** Somebody who says something to the desk. */
interface Speaker {
  say(text: string): Promise<unknown>;
}

/** A whole desk with people and agents in Teams and agents at consoles, on a store of its own that outlives restarts. */
export class AgentsDesk {
  running!: ConnectorDesk;

  private constructor(
    private readonly content: AppContent,
    private readonly issuer: Issuer,
    readonly teams: FakeConnector,
    private readonly subject: Subject,
    public store: Store,
    private readonly reach?: AppScope,
  ) {}

  static async open(
    content: AppContent,
    issuer: Issuer,
    openStore: OpenSubject,
    reach?: AppScope,
  ): Promise<AgentsDesk> {
    const subject = await openStore();
    const teams = await FakeConnector.open(issuer);
    const desk = new AgentsDesk(content, issuer, teams, subject, subject.store, reach);
    await desk.#start();
    return desk;
  }

  /** Ends the desk and begins it anew on the same store. */
  async restart(): Promise<void> {
    await this.running.stop();
    this.store = await this.subject.reopen();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.running.stop();
    await this.teams.close();
    await this.subject.end();
  }

  person(): TeamsPerson {
    return new TeamsPerson(this.#parts);
  }

  /** Somebody who writes in the widget, so that nothing but the agents' channel goes through Teams. */
  guest(): Speaker & { conversation: string } {
    const conversation = `dl-${randomUUID()}`;
    const { inbox } = this.running.desk;
    const say = async (text: string) => {
      await inbox.open({ id: conversation, channel: "directline", userId: "dl_guest", locale: "en" });
      await this.running.settled();
      await inbox.post(conversation, { type: "message", from: { id: "dl_guest", role: "user" }, text }, []);
    };
    return { conversation, say };
  }

  /** Has somebody ask for a person in the middle of the guide; gives the thread of their ticket. */
  async asksForPerson(person: Speaker): Promise<string> {
    for (const text of ["I want to delete my account", "bad reviews", "I need a person", "yes"]) {
      await person.say(text);
      await this.running.settled();
    }
    return this.teams.of(channel).at(-1)?.id ?? "no card came";
  }

  /** Somebody in the agents' channel whom the desk does not know. */
  stranger(): TeamsAgent {
    return new TeamsAgent(this.#parts);
  }

  /** Somebody of the desk, linked to their Microsoft account. */
  async agent(name: string, role: Role): Promise<TeamsAgent> {
    const agent = this.stranger();
    const { id } = await this.#join(name, role);
    await this.running.api.accounts.change(id, { entra: agent.account });
    return agent;
  }

  /** The console of somebody who has joined. */
  async console(name: string): Promise<Browser> {
    const browser = new Browser(this.running.url);
    await browser.post("/session", { email: emailOf(name), password });
    await browser.look();
    return browser;
  }

  async #join(name: string, role: Role): Promise<Person> {
    const { accounts } = this.running.api;
    const ownerToken = await accounts.ownerToken();
    const email = emailOf(name);
    if (ownerToken !== null)
      return joined(await accounts.takeOwner({ token: ownerToken, email, password, name }));
    const [owner] = (await accounts.people()).people;
    if (owner === undefined) throw new Error("an owner has to join first");
    const token = joined(await accounts.invite(owner, { email, name, role, teams: [] }));
    return joined(await accounts.takeUp({ token, password, name }));
  }

  get #parts() {
    return { issuer: this.issuer, connector: this.teams, door: () => this.running.url };
  }

  async #start(): Promise<void> {
    this.running = await openConnectorDesk(this.content, this.store, this.issuer.settings(), {
      ...(this.reach && { reach: this.reach }),
    });
  }
}

function joined<T>(outcome: T): Exclude<T, { refused: string }> {
  if (typeof outcome === "object" && outcome !== null && "refused" in outcome)
    throw new Error(String(outcome.refused));
  return outcome as Exclude<T, { refused: string }>;
}
