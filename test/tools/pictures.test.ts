import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test.each(["widget", "console"])("the picture of the %s is a PNG of under 300 KB", (name) => {
  const picture = readFileSync(`docs/pictures/${name}.png`);
  expect(picture.subarray(0, 8)).toEqual(signature);
  expect(picture.readUInt32BE(16)).toBe(1280);
  expect(picture.length).toBeLessThan(300_000);
});
