import type { TalkParts } from "../talk-parts.ts";
import { copyPage } from "./copy-page.ts";

/** Saves the talk as a file on the person's own device: as the desk has it, or, to read, as this device does. Tells whether it was. */
export async function saveCopy(
  { record, words, locale, copy }: Pick<TalkParts, "record" | "words" | "locale" | "copy">,
  as: "html" | "json",
): Promise<boolean> {
  const now = new Date();
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const own = () => copyPage(record.all(), words, { now, time: (at) => form.format(at) });
  const file = (await copy(as)) ?? (as === "html" ? new Blob([own()], { type: "text/html" }) : null);
  if (file === null) return false;
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${words["copyFile"]}-${now.toISOString().slice(0, 10)}.${as}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}
