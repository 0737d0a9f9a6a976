import type { Activity } from "./activity.ts";

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Refuses a time that could not be read back. Cheaper than a schema, for every message passes here. */
export function checkMoment(at: string): void {
  if (!moment.test(at)) throw new RangeError(`the store takes times as 2026-01-31T12:00:00.000Z, not ${at}`);
}

/** Refuses an activity that could not be read back. */
export function checkActivity(activity: Activity): void {
  if (typeof activity.type !== "string") throw new TypeError("the store takes activities with a type");
}
