import { useEffect, useState, useSyncExternalStore } from "react";
import { useCell } from "../desk/cell.ts";
import { keep, kept } from "../kept.ts";
import { teamsTheme } from "../teams/theme.ts";

/** What the agent chose: as the system has it, or one of the two. */
export const looks = ["system", "light", "dark"] as const;
export type Look = (typeof looks)[number];

const isLook = (value: unknown): value is Look => looks.includes(value as Look);
const system = matchMedia("(prefers-color-scheme: dark)");

const listen = (listener: () => void): (() => void) => {
  system.addEventListener("change", listener);
  return () => system.removeEventListener("change", listener);
};

/** The chosen look, what it comes to, and how to choose another. In Teams its theme decides. */
export function useLook(): {
  look: Look;
  scheme: "light" | "dark" | "contrast";
  choose(look: Look): void;
} {
  const host = useCell(teamsTheme, (theme) => theme);
  const [look, setLook] = useState<Look>(() => {
    const value = kept("look");
    return isLook(value) ? value : "system";
  });
  const isDark = useSyncExternalStore(listen, () => system.matches);
  const chosen = look === "system" ? (isDark ? "dark" : "light") : look;
  const scheme = host === null ? chosen : host === "default" ? "light" : host;
  useEffect(() => {
    const base = scheme === "light" ? "light" : "dark";
    document.documentElement.style.colorScheme = base;
    document.documentElement.dataset["scheme"] = base;
  }, [scheme]);
  return {
    look,
    scheme,
    choose: (chosen) => {
      keep("look", chosen);
      setLook(chosen);
    },
  };
}
