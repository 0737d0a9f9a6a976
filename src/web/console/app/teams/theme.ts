import { type Cell, makeCell } from "../desk/cell.ts";

/** How Teams looks: light, dark, or of high contrast. */
export type TeamsTheme = "default" | "dark" | "contrast";

/** Its look by now; null outside of Teams. */
export const teamsTheme: Cell<TeamsTheme | null> = makeCell<TeamsTheme | null>(null);

/** Takes the name of a theme; what it does not know is the usual one. */
export function takeTheme(name: string): void {
  teamsTheme.change(() => (name === "dark" || name === "contrast" ? name : "default"));
}
