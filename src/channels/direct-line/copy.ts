import type { Conversation } from "../../store/records.ts";
import type { Answer } from "../../web/answer.ts";
import type { Asked } from "../../web/route.ts";
import { claimsFor } from "./authority.ts";
import type { Line } from "./line.ts";

/** Makes the file that a person may have of their talk. */
export type MakeCopy = (talk: Conversation, as: "html" | "json") => Promise<{ file: string; policy: string }>;

const types = { html: "text/html; charset=utf-8", json: "application/json; charset=utf-8" };

/** `GET /widget/copy/:id?as=html` or `json`: the talk as a file, for whoever has its token. */
export const copyOfTalk =
  (line: Line, makeCopy: MakeCopy) =>
  async (req: Asked): Promise<Answer> => {
    const claims = await claimsFor(req, line);
    if ("refused" in claims) return claims;
    const as = new URL(req.url ?? "/", "http://desk").searchParams.get("as") ?? "html";
    if (as !== "html" && as !== "json") return { refused: "bad-request" };
    const wait = line.allowance.renew(claims.conversation);
    if (wait) return wait;
    const talk = await line.store.conversation(claims.conversation);
    if (talk === "erased" || talk === undefined) return { refused: "gone" };
    const { file, policy } = await makeCopy(talk, as);
    return {
      status: 200,
      file,
      headers: {
        "content-type": types[as],
        "content-disposition": `attachment; filename="exit-desk-talk.${as}"`,
        "content-security-policy": policy,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      },
    };
  };
