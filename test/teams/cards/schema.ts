import { createRequire } from "node:module";
import type * as AdaptiveCards from "adaptivecards";

const { AdaptiveCard, HostConfig, SerializationContext, Versions } = createRequire(import.meta.url)(
  "adaptivecards/dist/adaptivecards.js",
) as typeof AdaptiveCards;

type Json = Record<string, unknown>;

/** as many buttons in a row as Teams shows */
export const MOST_ACTIONS = 6;

/** Takes the fallbacks out of a card, which the library reads but does not write. */
function apart(value: unknown, fallbacks: Json[]): unknown {
  if (Array.isArray(value)) return value.map((part) => apart(part, fallbacks));
  if (typeof value !== "object" || value === null) return value;
  const { fallback, ...rest } = value as Json;
  if (fallback !== undefined) fallbacks.push(fallback as Json);
  return Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, apart(part, fallbacks)]));
}

/** A card as the library writes it after reading it by its own schema of the card's version: without whatever that does not know. */
function understood(card: Json, faults: string[]): unknown {
  const version = card["version"] === "1.4" ? Versions.v1_4 : Versions.v1_5;
  const context = new SerializationContext(version);
  const read = new AdaptiveCard();
  read.hostConfig = new HostConfig({ actions: { maxActions: MOST_ACTIONS } });
  read.parse(card, context);
  for (let at = 0; at < context.eventCount; at++) faults.push(context.getEventAt(at).message);
  faults.push(...read.validateProperties().validationEvents.map(({ message }) => message));
  return read.toJSON(new SerializationContext(version));
}

/** What the published schema has against a card: what the library complains of, and each line it does not understand. */
export function faultsOf(card: Json): string[] {
  const fallbacks: Json[] = [];
  const faults: string[] = [];
  const given = apart(card, fallbacks);
  const alone = fallbacks.map((action) => ({ type: "AdaptiveCard", version: "1.5", actions: [action] }));
  for (const one of [given as Json, ...alone]) {
    const [wanted, got] = [one, understood(one, faults)].map((card) => linesOf(card, "card"));
    faults.push(
      ...(wanted ?? []).filter((line) => !got?.includes(line)).map((line) => `not in the schema: ${line}`),
    );
  }
  return faults;
}

/** Each value of a card with where it stands. What says nothing, as an empty list does, is left out. */
function linesOf(value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null) return [`${at} = ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, part]) => linesOf(part, `${at}.${name}`));
}
