import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Courier } from "../outbox/delivery.ts";
import type { OutboxEntry } from "../store/records.ts";
import type { Eraser } from "./eraser.ts";

/** What erases the talk of somebody who said yes to it, once the turn that told them is committed. */
const Wish = z.object({ receipt: z.string() });

const kind = "erase";

/** The outbox entry with which a turn asks for its own talk to be erased. */
export const wishedErasure = (conversationId: string, receipt: string): OutboxEntry => ({
  id: randomUUID(),
  conversationId,
  kind,
  lane: `${kind}/${conversationId}`,
  payload: { receipt },
});

/** Erases talks as wished, some seconds after the person was told the number of their receipt. */
export const erasureCourier =
  ({ erase }: Pick<Eraser, "erase">, graceMs = 5_000): Courier =>
  async ({ conversationId, payload }) => {
    const { receipt } = Wish.parse(payload);
    await sleep(graceMs);
    try {
      const erased = await erase(conversationId, receipt, { kind: "person" });
      return "refused" in erased && erased.refused === "held"
        ? { kind: "refused", reason: "the talk is held" }
        : { kind: "sent" };
    } catch (error) {
      return { kind: "again", reason: String(error) };
    }
  };
