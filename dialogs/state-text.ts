import type { Answered, TalkState } from "./state.ts";

const texts = new WeakMap<Answered, string>();

/** The state as JSON. What stands in a trail is never changed, so that the text of each answer is made once. */
export function stateText({ trail, ...rest }: TalkState): string {
  return `${JSON.stringify(rest).slice(0, -1)},"trail":[${trail.map(textOf).join(",")}]}`;
}

function textOf(answered: Answered): string {
  const known = texts.get(answered);
  if (known !== undefined) return known;
  const text = JSON.stringify(answered);
  texts.set(answered, text);
  return text;
}
