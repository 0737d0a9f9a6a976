import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../../src/runtime/paths.ts";

/** A fenced block of a page: what stands behind the fence, and its text. */
export interface Block {
  page: string;
  info: string;
  text: string;
}

/** Markdown that readers open: the pages at the top, those of docs/ and of examples/. */
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

/** A page without its fenced blocks. */
export const proseOf = (page: string): string => textOf(page).replaceAll(FENCE, "");

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

export const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

/** The targets of all links and pictures of a page. */
export const linksOf = (page: string): string[] =>
  [
    ...proseOf(page)
      .replaceAll(/`[^`\n]*`/g, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map(([, target = ""]) => target);
