import type { ReactElement, ReactNode } from "react";
import type { Activity } from "../line/activity.ts";
import { noticeOf } from "./who.ts";

type Draw = (renderAttachment: unknown, props: unknown) => ReactNode;

/** Draws what the desk itself says, such as who has joined, as a quiet line instead of somebody's words. */
export const activityMiddleware =
  () =>
  (next: (given: { activity: Activity }) => Draw | false) =>
  (given: { activity: Activity }): Draw | false => {
    const { activity } = given;
    if (noticeOf(activity) === "") return next(given);
    return (): ReactElement => <p className="desk-notice">{activity.text}</p>;
  };
