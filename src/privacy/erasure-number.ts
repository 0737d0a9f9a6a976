import { randomInt } from "node:crypto";

const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** The number of a receipt for an erasure, easy to read aloud; it tells nothing of what was erased. */
export const erasureNumber = (): string =>
  `ER-${Array.from({ length: 8 }, () => signs[randomInt(signs.length)]).join("")}`;
