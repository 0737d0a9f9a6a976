import { directLineRequest } from "./request.ts";

/** A device or unopened link with access to the conversation. */
export interface OpenDevice {
  id: string;
  isLink: boolean;
  /** `User-Agent` */
  device: string;
  madeAt: string;
  /** precise to a day */
  seenAt: string;
  current: boolean;
}

/** Lists the devices, after revoking one or all others; null when unavailable. */
export async function askDevices(
  { root, token }: Pick<OpenConversation, "root" | "token">,
  end: { id: string } | { others: true } | null,
): Promise<OpenDevice[] | null> {
  const path = `${root.replace(/\/v3\/directline$/, "")}/widget/devices`;
  const response = end
    ? await directLineRequest(`${path}/end`, { token, body: end })
    : await directLineRequest(path, { token });
  return response.kind === "ok" ? (response.body["devices"] as OpenDevice[]) : null;
}

const exportTimeoutMs = 30_000;

/** Downloads the conversation; null when it is unavailable. Never throws. */
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
        signal: AbortSignal.timeout(exportTimeoutMs),
      },
    );
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

/** A conversation of this browser, with its token. */
export interface OpenConversation {
  conversationId: string;
  token: string;
  /** path of Direct Line on this server */
  root: string;
  /** the host page's id of the user; absent: anonymous */
  of?: string;
  /** ticket of the link that opened it */
  about?: string;
}

/** Makes it from the response of `POST /widget/token`. */
export const openConversationOf = ({
  conversationId,
  token,
  domain,
}: Record<string, unknown>): OpenConversation => ({
  conversationId: String(conversationId ?? ""),
  token: String(token ?? ""),
  root: new URL(String(domain ?? "/v3/directline"), location.href).pathname,
});
