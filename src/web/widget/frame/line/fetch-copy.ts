import type { Talk } from "./talk.ts";

const patience = 30_000;

/** Fetches the talk as a file; null when the desk does not give it now. Never throws. */
export async function fetchCopy(
  { root, conversationId, token }: Pick<Talk, "root" | "conversationId" | "token">,
  as: "html" | "json",
): Promise<Blob | null> {
  try {
    const answer = await fetch(
      `${root.replace(/\/v3\/directline$/, "")}/widget/copy/${conversationId}?as=${as}`,
      {
        headers: { authorization: `Bearer ${token}` },
        credentials: "omit",
        signal: AbortSignal.timeout(patience),
      },
    );
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}
