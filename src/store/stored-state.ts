import type { Tagged } from "./port.ts";

/** A value that is made of its text when it is asked for: whoever only wants the tag pays for nothing. */
export class StoredState implements Tagged {
  readonly #text: string;

  constructor(
    text: string,
    readonly eTag: string,
  ) {
    this.#text = text;
  }

  get value(): Record<string, unknown> {
    return JSON.parse(this.#text);
  }
}
