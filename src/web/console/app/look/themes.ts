import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from "@fluentui/react-components";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useSignal } from "../desk/state.ts";
import { readLocal, writeLocal } from "../local-storage.ts";
import { teamsTheme } from "../teams/sign-in.ts";

/** Colour schemes to choose from. */
export const looks = ["system", "light", "dark"] as const;
export type Look = (typeof looks)[number];

const isLook = (value: unknown): value is Look => looks.includes(value as Look);
const system = matchMedia("(prefers-color-scheme: dark)");

const listen = (listener: () => void): (() => void) => {
  system.addEventListener("change", listener);
  return () => system.removeEventListener("change", listener);
};

/** Returns the chosen look, the resulting scheme, and a setter. In Teams the host's theme decides. */
export function useLook(): {
  look: Look;
  scheme: "light" | "dark" | "contrast";
  choose(look: Look): void;
} {
  const host = useSignal(teamsTheme, (theme) => theme);
  const [look, setLook] = useState<Look>(() => {
    const value = readLocal("look");
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
      writeLocal("look", chosen);
      setLook(chosen);
    },
  };
}

const doorGreen: BrandVariants = {
  10: "#020605",
  20: "#0a1b17",
  30: "#0f2d27",
  40: "#133a32",
  50: "#17453b",
  60: "#1a4c42",
  70: "#1d5c4e",
  80: "#22695b",
  90: "#357e6e",
  100: "#4f9d8b",
  110: "#6db3a1",
  120: "#8ac7b5",
  130: "#a6d8c9",
  140: "#c0e5da",
  150: "#d9f0e9",
  160: "#eef8f5",
};

const dark = createDarkTheme(doorGreen);

/** Themes of the console; high contrast is that of Teams. */
export const themes: Record<"light" | "dark" | "contrast", Theme> = {
  light: createLightTheme(doorGreen),
  dark: {
    ...dark,
    colorBrandForeground1: doorGreen[120],
    colorBrandForeground2: doorGreen[130],
    colorBrandForegroundLink: doorGreen[120],
    colorBrandForegroundLinkHover: doorGreen[130],
    colorCompoundBrandForeground1: doorGreen[120],
  },
  contrast: teamsHighContrastTheme,
};
