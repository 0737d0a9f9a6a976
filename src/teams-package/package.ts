import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import type { Phrases } from "../guide/phrases.ts";
import { type AppAsked, icons, manifestOf } from "./manifest.ts";

/** a fixed time, so that the same arguments give the same bytes */
const MADE = "2000-01-01T12:00:00Z";

/** The zip that Teams takes as an app: the manifest and the icons of `iconFolder`, all at the top. */
export function packageOf(asked: AppAsked, words: Phrases, iconFolder: string): Uint8Array {
  const manifest = JSON.stringify(manifestOf(asked, words), null, 2);
  const drawn = Object.values(icons).map((name) => [name, readFileSync(`${iconFolder}/${name}`)] as const);
  return zipSync({ "manifest.json": strToU8(manifest), ...Object.fromEntries(drawn) }, { mtime: MADE });
}
