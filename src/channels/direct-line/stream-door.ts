import { addressOf, networkOf } from "../../web/address.ts";
import { bearerOf } from "../../web/bearer.ts";
import { aboutError } from "../../web/log.ts";
import type { Take } from "../../web/upgrades.ts";
import { welcome } from "./admission.ts";
import { mayShow } from "./authority.ts";
import { type Line, look } from "./line.ts";
import { readWatermark } from "./page.ts";

/** `/conversations/:id/stream?watermark=&t=` as an upgrade path. */
export const streamPath = /^\/v3\/directline\/conversations\/([\w-]{1,100})\/stream$/;

/** Opens a socket on a talk for whoever shows its token. */
export const openStream =
  (line: Line): Take =>
  async (req, socket, head, match) => {
    const query = new URL(req.url ?? "/", "http://desk").searchParams;
    const token = query.get("t") ?? bearerOf(req);
    if (token === null) return { refused: "no-token" };
    const claims = await line.tokens.readStream(token);
    if (claims === null || claims.conversation !== match[1] || !mayShow(claims, req))
      return { refused: "not-yours" };
    if (!(await line.grants.holds(claims))) return { refused: "not-yours" };
    const talk = await look(line, claims, req);
    if ("refused" in talk) return talk;
    const after = await withinLog(line, claims.conversation, readWatermark(query.get("watermark")));
    const address = networkOf(addressOf(req));
    if (!line.sockets.hasRoom(claims.conversation, address))
      return { refused: "too-many-sockets", retryAfter: 10 };
    const runs = talk.lastSeq > welcome;
    if (runs && !line.web.connections.keep(socket, "talk"))
      return { refused: "too-many-sockets", retryAfter: 10 };
    line.sockets.add(req, socket, head, {
      conversationId: claims.conversation,
      grant: claims.grant ?? "",
      address,
      after,
      runs,
    });
    line.signs?.showPlace(claims.conversation).catch((error: unknown) => {
      line.web.settings.log.error(
        { conversation: claims.conversation, ...aboutError(error) },
        "place not shown",
      );
    });
    return null;
  };

/** A watermark that is not beyond the end of the talk's log. */
async function withinLog({ store }: Line, conversationId: string, watermark: number): Promise<number> {
  if (watermark === 0) return 0;
  const known = await store.conversation(conversationId);
  return known === undefined || known === "erased" ? 0 : Math.min(watermark, known.lastSeq);
}
