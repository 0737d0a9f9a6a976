import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { type Look, looks, type Width, widths } from "./teams-look.ts";

const need = createRequire(import.meta.url);
const library = path.dirname(need.resolve("adaptivecards/dist/adaptivecards.js"));

/** The library, its style, and the reader of markdown that its documentation names. */
const scripts = [need.resolve("markdown-it/dist/markdown-it.js"), path.join(library, "adaptivecards.js")];
const style = readFileSync(path.join(library, "adaptivecards.css"), "utf8");

/** A page with drawn cards, each in a section `#card-<name>`. `complaints` are errors, and whatever it asked for outside. */
export interface Drawn {
  page: Page;
  complaints: string[];
}

function pageOf(names: readonly string[], ground: string, ink: string): string {
  const sections = names.map((name) => `<section id="card-${name}"><h2>${name}</h2></section>`).join("");
  const css = `body { margin: 0; background: ${ground} } h1, h2 { color: ${ink}; font: 12px sans-serif }`;
  return `<!doctype html><html lang="en"><title>Cards</title><style>${css}</style><body><main><h1>Cards</h1>${sections}</main></body></html>`;
}

/** Runs in the page: draws the cards with markdown as lively as it can be, and keeps what a pressed button posts. */
const drawing = (contents: Readonly<Record<string, unknown>>, hostConfig: unknown): string => `{
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownit({ html: true, linkify: true, breaks: true }).render(text);
    result.didProcess = true;
  };
  for (const [name, content] of Object.entries(${JSON.stringify(contents)})) {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(${JSON.stringify(hostConfig)});
    card.onExecuteAction = (action) => {
      window.executed = { type: action.getJsonTypeName(), verb: action.verb, data: action.data };
    };
    card.parse(content);
    document.getElementById("card-" + name).append(card.render());
  }
}`;

/** Draws cards with the real library, as Teams sets them. */
export async function draw(
  context: BrowserContext,
  contents: Readonly<Record<string, unknown>>,
  look: Look,
  width: Width,
): Promise<Drawn> {
  const { ground, ink, hostConfig } = looks[look];
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => complaints.push(`asked for ${request.url()}`));
  await page.setViewportSize({ width: widths[width], height: 800 });
  await page.setContent(pageOf(Object.keys(contents), ground, ink));
  await page.addStyleTag({ content: style });
  for (const script of scripts) await page.addScriptTag({ content: readFileSync(script, "utf8") });
  await page.evaluate(drawing(contents, hostConfig(width)));
  return { page, complaints };
}
