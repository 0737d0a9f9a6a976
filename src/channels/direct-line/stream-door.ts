import { addressOf, networkOf } from "../../web/address.ts";
import { bearerOf } from "../../web/bearer.ts";
import { aboutError } from "../../web/log.ts";
import type { Take } from "../../web/upgrades.ts";
import { mayShow } from "./authority.ts";
import { enter, type Line } from "./line.ts";
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
    const closed = await enter(line, claims);
    if (closed) return closed;
    const known = await line.store.conversation(claims.conversation);
    const newest = known === undefined || known === "erased" ? 0 : known.lastSeq;
    const address = networkOf(addressOf(req));
    if (!line.sockets.hasRoom(claims.conversation, address))
      return { refused: "too-many-sockets", retryAfter: 10 };
    const after = Math.min(readWatermark(query.get("watermark")), newest);
    line.sockets.add(req, socket, head, { conversationId: claims.conversation, address, after });
    line.signs?.showPlace(claims.conversation).catch((error: unknown) => {
      line.web.settings.log.error(
        { conversation: claims.conversation, ...aboutError(error) },
        "place not shown",
      );
    });
    return null;
  };
