import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from "@fluentui/react-components";

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

/** The looks of the console: two in the desk's green, and that of Teams for high contrast. */
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
