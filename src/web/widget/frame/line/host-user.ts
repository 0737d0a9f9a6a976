import { ownPlace } from "./place.ts";

/** The host's name for the person in its signed word for them, or null. The desk checks the signature, not the browser. */
export function nameIn(userToken: string | null): string | null {
  try {
    const claims = (userToken?.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return String(JSON.parse(atob(claims)).sub);
  } catch {
    return null;
  }
}

/** Forgets the talk that was kept here for somebody else than whom the host page vouches for now. */
export function leaveTalkOfOthers(userToken: string | null): void {
  if ((ownPlace.kept()?.of ?? null) !== nameIn(userToken)) ownPlace.keep(null);
}
