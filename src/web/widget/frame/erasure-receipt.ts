import { type Activity, isOwn } from "./line/activity.ts";

const number = /\bER-[2-9A-Z]{8}\b/;

/** The number of the receipt that the desk gave last, for somebody whose talk is gone; null when it gave none. */
export const erasureReceipt = (said: readonly Activity[]): string | null =>
  number.exec(said.findLast((activity) => !isOwn(activity))?.text ?? "")?.[0] ?? null;
