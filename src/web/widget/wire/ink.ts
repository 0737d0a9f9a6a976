const channel = (hex: string): number => {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

const brightness = (colour: string): number =>
  0.2126 * channel(colour.slice(1, 3)) +
  0.7152 * channel(colour.slice(3, 5)) +
  0.0722 * channel(colour.slice(5, 7));

/** The colour that can be read on a colour, both as `#rrggbb`: white where that is enough, else black. */
export const inkOn = (colour: string): string =>
  1.05 / (brightness(colour) + 0.05) >= 4.5 ? "#ffffff" : "#14201c";
