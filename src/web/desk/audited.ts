import type { IncomingMessage } from "node:http";
import type { Recorder } from "../../audit/recorder.ts";
import { addressOf } from "../address.ts";
import type { Asker, Endpoint, Question } from "./endpoint.ts";

/** Makes the way to note what a request did, and from where. */
export const noting =
  (record: Recorder, req: IncomingMessage, asker: Asker | null): Question<unknown, unknown>["audit"] =>
  (what, about = {}, by = asker?.me.id ?? "unknown") =>
    record({ who: { kind: "agent", id: by }, from: addressOf(req), what, about });

/** What a line of the audit log says of a call besides what was done. */
export function aboutOf(
  { chosen = [] }: NonNullable<Endpoint["deed"]>,
  { params, body }: Pick<Question<unknown, unknown>, "params" | "body">,
): Record<string, string> {
  const given = (body ?? {}) as Record<string, unknown>;
  const values = chosen.filter((name) => given[name] !== undefined);
  return { ...params, ...Object.fromEntries(values.map((name) => [name, String(given[name])])) };
}
