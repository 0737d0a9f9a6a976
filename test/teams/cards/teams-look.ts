import { MOST_ACTIONS } from "./schema.ts";

/** pixels; on a phone buttons stand below each other */
export const widths = { phone: 320, desktop: 560 };
export type Width = keyof typeof widths;

const orientations = { desktop: "horizontal", phone: "vertical" };

/** How Teams sets its cards, as far as it matters to read them: colours on a ground, type, buttons. */
function look(ground: string, emphasis: string, inks: Record<string, [plain: string, subtle: string]>) {
  const foregroundColors = Object.fromEntries(
    Object.entries(inks).map(([name, [plain, subtle]]) => [name, { default: plain, subtle }]),
  );
  return {
    ground,
    ink: inks["default"]?.[0] ?? "",
    hostConfig: (width: Width) => ({
      fontFamily: "'Segoe UI', 'Open Sans', sans-serif",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 200, default: 400, bolder: 600 },
      textBlock: { headingLevel: 3 },
      lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
      spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
      actions: {
        maxActions: MOST_ACTIONS,
        actionsOrientation: orientations[width],
        actionAlignment: "left",
        buttonSpacing: 8,
      },
      containerStyles: {
        default: { backgroundColor: ground, foregroundColors },
        emphasis: { backgroundColor: emphasis, foregroundColors },
      },
    }),
  };
}

export const looks = {
  light: look("#ffffff", "#f5f5f5", {
    default: ["#242424", "#616161"],
    good: ["#237b4b", "#237b4b"],
    attention: ["#c4314b", "#c4314b"],
    accent: ["#5b5fc7", "#5b5fc7"],
  }),
  dark: look("#292929", "#1f1f1f", {
    default: ["#ffffff", "#adadad"],
    good: ["#92c353", "#92c353"],
    attention: ["#fc6d81", "#fc6d81"],
    accent: ["#9299f7", "#9299f7"],
  }),
};

export type Look = keyof typeof looks;
