import { useEffect, useState, useSyncExternalStore } from "react";
import { keep, kept } from "../kept.ts";

/** What the agent chose: as the system has it, or one of the two. */
export const looks = ["system", "light", "dark"] as const;
export type Look = (typeof looks)[number];

const isLook = (value: unknown): value is Look => looks.includes(value as Look);
const system = matchMedia("(prefers-color-scheme: dark)");

const listen = (listener: () => void): (() => void) => {
  system.addEventListener("change", listener);
  return () => system.removeEventListener("change", listener);
};

/** The chosen look, what it comes to, and how to choose another. */
export function useLook(): { look: Look; scheme: "light" | "dark"; choose(look: Look): void } {
  const [look, setLook] = useState<Look>(() => {
    const value = kept("look");
    return isLook(value) ? value : "system";
  });
  const isDark = useSyncExternalStore(listen, () => system.matches);
  const scheme = look === "system" ? (isDark ? "dark" : "light") : look;
  useEffect(() => {
    document.documentElement.style.colorScheme = scheme;
    document.documentElement.dataset["scheme"] = scheme;
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
