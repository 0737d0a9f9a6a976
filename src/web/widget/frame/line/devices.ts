import { ask } from "./ask.ts";
import type { Talk } from "./talk.ts";

/** A device, or a link that nobody has opened, by which the conversation can be opened. */
export interface Device {
  id: string;
  isLink: boolean;
  /** what the browser says it is */
  device: string;
  madeAt: string;
  /** to a day */
  seenAt: string;
  current: boolean;
}

/** Asks where the conversation can be opened, after ending one device or link, or all others; null when it cannot be had now. */
export async function askDevices(
  { root, token }: Pick<Talk, "root" | "token">,
  end: { id: string } | { others: true } | null,
): Promise<Device[] | null> {
  const path = `${root.replace(/\/v3\/directline$/, "")}/widget/devices`;
  const answered = end ? await ask(`${path}/end`, { token, body: end }) : await ask(path, { token });
  return answered.kind === "ok" ? (answered.body["devices"] as Device[]) : null;
}
