import { directLineRequest } from "./request.ts";

/** A device, or a link that nobody has opened, by which the conversation can be opened. */
export interface OpenDevice {
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
  { root, token }: Pick<OpenConversation, "root" | "token">,
  end: { id: string } | { others: true } | null,
): Promise<OpenDevice[] | null> {
  const path = `${root.replace(/\/v3\/directline$/, "")}/widget/devices`;
  const answered = end
    ? await directLineRequest(`${path}/end`, { token, body: end })
    : await directLineRequest(path, { token });
  return answered.kind === "ok" ? (answered.body["devices"] as OpenDevice[]) : null;
}

const exportPatience = 30_000;

/** Fetches the conversation as a file; null when the desk does not give it now. Never throws. */
export async function fetchExport(
  { root, conversationId, token }: Pick<OpenConversation, "root" | "conversationId" | "token">,
  as: "html" | "json",
): Promise<Blob | null> {
  try {
    const answer = await fetch(
      `${root.replace(/\/v3\/directline$/, "")}/widget/copy/${conversationId}?as=${as}`,
      {
        headers: { authorization: `Bearer ${token}` },
        credentials: "omit",
        signal: AbortSignal.timeout(exportPatience),
      },
    );
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

/** A conversation that this browser is in, and what opens it. */
export interface OpenConversation {
  conversationId: string;
  token: string;
  /** the path of Direct Line on this server */
  root: string;
  /** whom the host page vouched for, by the host's name for them; absent: nobody in particular */
  of?: string;
  /** the ticket that the link which opened it was about */
  about?: string;
}

/** The conversation that an answer of `POST /widget/token` opens. */
export const openConversationOf = ({
  conversationId,
  token,
  domain,
}: Record<string, unknown>): OpenConversation => ({
  conversationId: String(conversationId ?? ""),
  token: String(token ?? ""),
  root: new URL(String(domain ?? "/v3/directline"), location.href).pathname,
});
