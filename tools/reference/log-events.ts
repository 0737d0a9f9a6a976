import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A log event, and the files that write it. */
export interface LogEvent {
  event: string;
  files: string[];
}

/** Browser code, which writes no log. */
const BROWSER = /^src\/web\/(shared|widget\/(frame|loader)|console\/app)\//;
const WRITER = /(?:^|\.)(?:log|tell|warn|alarm|log\[level\]|(?:log|sampled)\.(?:debug|info|warn|error))$/;

/** Splits the arguments of a call that starts at `from`. Strings, templates and brackets stay whole. */
function argumentsOf(text: string, from: number): string[] {
  const args = [""];
  let depth = 0;
  let quote = "";
  const add = (part: string): void => {
    args[args.length - 1] += part;
  };
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      add(sign);
      if (sign === quote && text[at - 1] !== "\\") quote = "";
    } else if (sign === "," && depth === 0) args.push("");
    else {
      if ("\"'`".includes(sign)) quote = sign;
      else if ("([{".includes(sign)) depth += 1;
      else if (")]}".includes(sign)) {
        if (depth === 0) break;
        depth -= 1;
      }
      add(sign);
    }
  }
  return args.map((arg) => arg.trim()).filter((arg) => arg !== "");
}

/** Returns the possible values of an argument: a string, a template, or a local constant with two values. */
function namesOf(arg: string, text: string): string[] {
  const fixed = /^"([^"]+)"$/.exec(arg)?.[1];
  const template = /^`([^`]+)`$/.exec(arg)?.[1]?.replaceAll(/\$\{(?:.*\.)?(\w+)\}/g, "<$1>");
  const one = fixed ?? template;
  if (one !== undefined) return [one];
  const chosen = /^\w+$/.test(arg)
    ? new RegExp(`const ${arg} = [^;?]+\\? "([^"]+)" : "([^"]+)";`).exec(text)
    : null;
  return chosen?.slice(1) ?? [];
}

/** Finds the log events in the text of a file. */
export function eventsIn(text: string): string[] {
  return [...text.matchAll(/\b(\w+(?:\.\w+)*(?:\[\w+\])?)\(/g)].flatMap(
    ({ 0: call, 1: callee = "", index }) => {
      if (!WRITER.test(callee)) return [];
      const args = argumentsOf(text, index + call.length);
      return args.length === 2 ? args.flatMap((arg) => namesOf(arg, text)) : [];
    },
  );
}

/** Finds all log events in the sources below `root`, by name. */
export function logEvents(root: string): LogEvent[] {
  const files = ["src", "dialogs"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  );
  const found = new Map<string, Set<string>>();
  for (const file of files.filter((name) => name.endsWith(".ts") && !BROWSER.test(name)).sort())
    for (const event of eventsIn(readFileSync(path.join(root, file), "utf8")))
      found.set(event, (found.get(event) ?? new Set()).add(file));
  return [...found]
    .map(([event, from]) => ({ event, files: [...from] }))
    .sort((one, other) => one.event.localeCompare(other.event, "en"));
}
