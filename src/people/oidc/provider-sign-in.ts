import { randomBytes } from "node:crypto";
import type { Recorder } from "../../audit/recorder.ts";
import type { Keys } from "../../keys/keys.ts";
import type { Directory } from "../directory.ts";
import type { People, Person } from "../person.ts";
import type { Sessions } from "../sessions.ts";
import type { SignInRules } from "../sign-in-rules.ts";
import { type AskedAgain, makeAskAgain } from "./ask-again.ts";
import { comeIn, linkIdentity, type NotLetIn } from "./come-in.ts";
import { type FlowSeal, makeFlowSeal } from "./flow.ts";
import { type LogoutCheck, makeLogoutCheck } from "./logout-token.ts";
import { type Newcomer, readNewcomer } from "./newcomer.ts";
import { makeProvider, type Provider } from "./provider.ts";
import { makeSeal, type Seal } from "./seal.ts";
import type { OidcSettings } from "./variables.ts";

/** The sign-in by an OpenID Connect provider. */
export interface ProviderSignIn {
  /** what the provider is called on the button */
  name: string;
  provider: Provider;
  flows: FlowSeal;
  checkLogout: LogoutCheck;
  /** Lets in whom the provider vouches for, by its claims; the account is made or brought up to date. */
  enter(claims: Record<string, unknown>): Promise<Person | NotLetIn>;
  /** Seals what the provider gave to be asked again with. */
  seal: Seal;
  /** Asks the provider again about everybody who came in by it a day ago. */
  askAgain(): Promise<AskedAgain>;
  /** Links the account at the provider to somebody who is signed in here. */
  link(agent: string, claims: Record<string, unknown>): Promise<Person | NotLetIn>;
  /** Tells whether the claims are about this person. */
  isAbout(person: Person, claims: Record<string, unknown>): boolean;
}

/** Puts it together; `tell` hears why the provider could not be used. */
export function makeProviderSignIn(parts: {
  settings: OidcSettings;
  rules: Pick<SignInRules, "provider" | "groups" | "groupsClaim">;
  directory: Directory;
  sessions: Pick<Sessions, "list" | "end" | "atProvider">;
  record: Recorder;
  keys: Pick<Keys, "of" | "usedBefore">;
  now: () => Date;
  tell: (error: unknown) => void;
}): ProviderSignIn {
  const { settings, rules, directory, sessions, record, keys, now, tell } = parts;
  const provider = makeProvider(settings, tell);
  const byGroups = Object.keys(rules.groups).length > 0;
  const changed = async (
    { identity }: Newcomer,
    change: (people: People) => People | NotLetIn,
  ): Promise<Person | NotLetIn> => {
    const next = await directory.change(change);
    if ("refused" in next) return next;
    return next.byOidc(identity) ?? { refused: "no-account" };
  };
  const enter = (claims: Record<string, unknown>): Promise<Person | NotLetIn> => {
    const newcomer = readNewcomer(claims, rules);
    const made = { id: randomBytes(8).toString("hex"), now: now().toISOString() };
    return changed(newcomer, (people) => comeIn(people, newcomer, byGroups, made));
  };
  const seal = makeSeal(keys);
  return {
    name: rules.provider ?? new URL(settings.issuer).host,
    provider,
    flows: makeFlowSeal(keys, now),
    checkLogout: makeLogoutCheck(provider, tell),
    enter,
    seal,
    askAgain: makeAskAgain({ provider, rules, directory, sessions, enter, seal, record, now }),
    link: (agent, claims) => {
      const newcomer = readNewcomer(claims, rules);
      return changed(newcomer, (people) => linkIdentity(people, agent, newcomer.identity));
    },
    isAbout: ({ oidc }, claims) => {
      const { identity } = readNewcomer(claims, rules);
      return oidc !== null && oidc.issuer === identity.issuer && oidc.subject === identity.subject;
    },
  };
}
