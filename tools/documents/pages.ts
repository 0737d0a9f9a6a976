import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";

/** A fenced block of a page: its info string and text. */
export interface Block {
  page: string;
  info: string;
  text: string;
}

/** Published Markdown files: at the top, in docs/ and in examples/. */
export const pages: string[] = [".", "docs", "examples"]
  .flatMap((folder) =>
    readdirSync(path.join(projectFolder, folder), {
      recursive: folder !== ".",
      encoding: "utf8",
    }).map((file) => path.posix.join(folder, file)),
  )
  .filter((file) => file.endsWith(".md"))
  .sort();

export const textOf = (page: string): string => readFileSync(path.join(projectFolder, page), "utf8");

const FENCE = /^( *)```([^\n]*)\n([\s\S]*?)\n\1```$/gm;

export const blocksOf = (page: string): Block[] =>
  [...textOf(page).matchAll(FENCE)].map(([, indent = "", info = "", text = ""]) => ({
    page,
    info: info.trim(),
    text: text
      .split("\n")
      .map((line) => line.slice(indent.length))
      .join("\n"),
  }));

/** Returns a page without its fenced blocks. */
export const proseOf = (page: string): string => textOf(page).replaceAll(FENCE, "");

/** Returns the anchor of a heading, as GitHub generates it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

export const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

/** Returns the targets of all links and images of a page. */
export const linksOf = (page: string): string[] =>
  [
    ...proseOf(page)
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target = ""]) => target);
