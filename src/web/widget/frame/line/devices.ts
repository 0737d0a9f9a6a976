import { ask } from "./ask.ts";
import type { Talk } from "./talk.ts";

/** A device, or a link that nobody has opened, by which the conversation can be opened. */
export interface Device {
  id: string;
  isLink: boolean;
  /** what the browser says it is */
  device: string;
  current: boolean;
}

/** Asks where the conversation can be opened, after ending all others where that is wanted; null when it cannot be had now. */
export async function askDevices(
  { root, token }: Pick<Talk, "root" | "token">,
  endOthers: boolean,
): Promise<Device[] | null> {
  const path = `${root.replace(/\/v3\/directline$/, "")}/widget/devices`;
  const answered = endOthers
    ? await ask(`${path}/end`, { token, body: { others: true } })
    : await ask(path, { token });
  return answered.kind === "ok" ? (answered.body["devices"] as Device[]) : null;
}
