import type { IncomingMessage } from "node:http";
import type { Session } from "../../people/session.ts";
import type { Trier } from "../../people/sign-in.ts";
import { originOf } from "../address.ts";
import { askerOf } from "./admit.ts";
import type { ApiDesk } from "./desk.ts";
import { devicesOf } from "./device-cookie.ts";

/** From where a request to sign in comes. */
export async function trierOf(
  desk: Pick<ApiDesk, "sessions" | "accounts" | "devices" | "secure">,
  req: IncomingMessage,
): Promise<Trier> {
  return {
    from: originOf(req),
    devices: devicesOf(desk, req),
    session: (await askerOf(desk, req))?.session ?? null,
  };
}

/** Somebody who tries within a session. */
export const trierIn = (session: Session): Trier => ({ from: null, devices: [], session });
