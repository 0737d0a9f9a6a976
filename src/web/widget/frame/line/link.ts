import { ask } from "./ask.ts";
import { keepTalk, talkOf } from "./talk.ts";

/** What an e-mail led here with, or null; the address of the page does not keep it. */
export function linkOfPage(): string | null {
  const said = new URLSearchParams(location.hash.slice(1));
  const link = said.get("link");
  if (link === null || window.parent !== window) return null;
  said.delete("link");
  history.replaceState(null, "", `#${said}`);
  return link;
}

/** Opens the talk that the link of an e-mail leads to, as this browser's talk; the talk that was there stays where the link opens nothing. */
export async function takeUpLink(link: string): Promise<boolean> {
  const answered = await ask("token", { body: { link } });
  if (answered.kind !== "ok") return false;
  keepTalk(talkOf(answered.body));
  return true;
}
