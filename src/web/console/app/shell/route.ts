import { useSyncExternalStore } from "react";
import { type View, views } from "../desk/state.ts";

const pages = ["team", "reports", "people", "audit", "account"] as const;

/** Location in the console, kept in the URL fragment for history and bookmarks. */
export type Route = { page: "tickets"; view: View; ticket: number | null } | { page: (typeof pages)[number] };

const isView = (text: string): text is View => views.includes(text as View);

const isPage = (text: string): text is (typeof pages)[number] => pages.includes(text as never);

/** Parses a fragment; invalid ones lead to the queue. */
export function readRoute(fragment: string): Route {
  const [first = "", second] = fragment.replace(/^#\/?/, "").split("/");
  if (isPage(first)) return { page: first };
  const ticket = Number(second);
  return {
    page: "tickets",
    view: isView(first) ? first : "waiting",
    ticket: Number.isInteger(ticket) && ticket > 0 ? ticket : null,
  };
}

/** Serializes a route. */
export const writeRoute = (route: Route): string =>
  route.page === "tickets"
    ? `#/${route.view}${route.ticket === null ? "" : `/${route.ticket}`}`
    : `#/${route.page}`;

/** Navigates to a route. */
export function goTo(route: Route): void {
  location.hash = writeRoute(route);
}

const listen = (listener: () => void): (() => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

/** Returns the current route. */
export const useRoute = (): Route => readRoute(useSyncExternalStore(listen, () => location.hash));
