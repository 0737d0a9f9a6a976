import type { TalkParts } from "../talk-parts.ts";
import { copyPage } from "./copy-page.ts";

/** Saves the talk as a file on the person's own device. */
export function saveCopy({ record, words, locale }: Pick<TalkParts, "record" | "words" | "locale">): void {
  const now = new Date();
  const form = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const page = copyPage(record.all(), words, { now, time: (at) => form.format(at) });
  const url = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${words["copyFile"]}-${now.toISOString().slice(0, 10)}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
