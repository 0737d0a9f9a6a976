import { NoSuchConversation } from "../../store/store-errors.ts";
import type { Answer } from "../../web/answer.ts";
import type { Aside } from "./aside.ts";
import { changed, joined, reacted, typing } from "./beside.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { invoke, message } from "./said.ts";

const beside: Record<string, (hearing: Hearing, heard: Heard) => Promise<void>> = {
  installationUpdate: joined,
  conversationUpdate: joined,
  messageUpdate: changed,
  messageDelete: changed,
  messageReaction: reacted,
  typing,
};

const acknowledged: Answer = { status: 200, json: "{}" };

async function byType(hearing: Hearing, heard: Heard): Promise<Answer> {
  const { type } = heard.activity;
  if (type === "message") return message(hearing, heard);
  if (type === "invoke") return invoke(hearing, heard);
  await beside[type]?.(hearing, heard);
  return acknowledged;
}

/** Hears one activity: whoever stands aside is asked first, then it is a person's; what the desk does not know is acknowledged. */
export async function hear(hearing: Hearing, aside: Aside, heard: Heard): Promise<Answer> {
  const taken = await aside(heard.activity);
  if (taken === "taken") return acknowledged;
  if (taken !== "not mine") return { status: taken.status, json: JSON.stringify(taken.body ?? {}) };
  try {
    return await byType(hearing, heard);
  } catch (error) {
    if (!(error instanceof NoSuchConversation)) throw error;
    hearing.talks.forget(error.conversationId);
    return byType(hearing, heard);
  }
}
