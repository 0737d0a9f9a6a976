import type { FrameLocator, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** The widget on a page, as a person meets it. */
export interface PanelOnPage {
  page: Page;
  launcher: Locator;
  frame: FrameLocator;
  field: Locator;
  choices: Locator;
  open(): Promise<void>;
  /** Types a message and sends it. */
  say(text: string): Promise<void>;
  choose(title: string | RegExp): Promise<void>;
  /** All messages so far, oldest first. */
  said(): Promise<string[]>;
  /** The person's own messages so far. */
  own(): Promise<string[]>;
  /** Waits until the newest message of the desk fits. */
  answered(expected: RegExp): Promise<void>;
}

/** Looks again and again until it is so; the machine may be busy. */
export const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look);

/** Finds the widget on a page. */
export function panelOn(page: Page): PanelOnPage {
  const launcher = page.locator("exit-desk button.launcher");
  const frame = page.frameLocator("exit-desk iframe");
  const field = frame.locator("[data-id=webchat-sendbox-input]");
  const choices = frame.getByRole("toolbar", { name: "Suggested actions" });
  const all = frame.locator(".webchat__basic-transcript__activity .said");
  const mine = frame.locator(".webchat__stacked-layout--from-user .said");
  const desk = frame.locator(".webchat__stacked-layout:not(.webchat__stacked-layout--from-user) .said");
  return {
    page,
    launcher,
    frame,
    field,
    choices,
    open: async () => {
      await launcher.click();
      await field.waitFor();
    },
    say: async (text) => {
      await field.fill(text);
      await field.press("Enter");
    },
    choose: (title) => choices.getByRole("button", { name: title }).click(),
    said: () => all.allInnerTexts(),
    own: () => mine.allInnerTexts(),
    answered: (expected) =>
      eventually(async () => (await desk.allInnerTexts()).at(-1) ?? "").toMatch(expected),
  };
}
