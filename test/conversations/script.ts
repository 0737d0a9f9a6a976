import { expect } from "vitest";
import type { Reply, Visitor } from "../desk.ts";

/** One exchange: what is said (a button is clicked when one has that title), and what the answers must hold, in any of them. */
export type Exchange = [said: string, ...answers: (RegExp | string)[]];

const isButton = (visitor: Visitor, said: string) => visitor.buttons.some(({ title }) => title === said);

/** Plays a conversation. A text answer is the step that the last message stands at; a pattern must be found in what was said. */
export async function play(visitor: Visitor, exchanges: readonly Exchange[]): Promise<Reply[]> {
  let replies: Reply[] = [];
  for (const [said, ...answers] of exchanges) {
    replies = isButton(visitor, said) ? await visitor.click(said) : await visitor.say(said);
    const text = replies.map((reply) => reply.text).join("\n");
    for (const answer of answers) {
      if (typeof answer === "string") expect(replies.at(-1)?.step, `after "${said}":\n${text}`).toBe(answer);
      else expect(text, `after "${said}"`).toMatch(answer);
    }
  }
  return replies;
}
