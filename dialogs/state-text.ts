import type { TalkState } from "./state.ts";

/** The text of a list as it was when it was last written. */
interface Written {
  items: unknown[];
  text: string;
}

const lists = new WeakMap<readonly unknown[], Written>();

/** The state as JSON. Its lists grow at their end, so that the text of what they hold is made once. */
export function stateText(state: TalkState): string {
  const rest = JSON.stringify({ ...state, trail: undefined, told: undefined });
  return `${rest.slice(0, -1)},"told":[${textOf(state.told)}],"trail":[${textOf(state.trail)}]}`;
}

/** The items of a list as JSON. None of them is ever changed, but they may go. */
function textOf(list: readonly unknown[]): string {
  const known = lists.get(list);
  const written = known !== undefined && goesOn(known.items, list) ? known : { items: [], text: "" };
  for (let at = written.items.length; at < list.length; at += 1) {
    written.text += at === 0 ? JSON.stringify(list[at]) : `,${JSON.stringify(list[at])}`;
    written.items.push(list[at]);
  }
  if (written !== known) lists.set(list, written);
  return written.text;
}

const goesOn = (items: readonly unknown[], list: readonly unknown[]): boolean =>
  items.length <= list.length && items.every((item, at) => item === list[at]);
