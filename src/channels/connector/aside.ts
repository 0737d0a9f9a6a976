import type { Arrived } from "./arrived.ts";

/** What answers an invoke: an HTTP status, and a body as JSON. */
export interface InvokeResponse {
  status: number;
  body?: unknown;
}

/** Takes what is not a person's talk with the desk, such as an agent's word in the support channel; it is asked before anything else. */
export type Aside = (activity: Arrived) => Promise<InvokeResponse | "taken" | "not mine">;

/** The first of several that takes an activity. */
export const firstAside =
  (asides: readonly Aside[]): Aside =>
  async (activity) => {
    for (const aside of asides) {
      const taken = await aside(activity);
      if (taken !== "not mine") return taken;
    }
    return "not mine";
  };
