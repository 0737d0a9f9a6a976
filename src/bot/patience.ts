import { StoreUnavailable } from "../store/store-errors.ts";

const STORE_PAUSE_MS = 1_000;

/** Waits for a store that is away, until the desk stops. */
export class Patience {
  #ended = false;

  constructor(private readonly log: (event: string, about: Record<string, unknown>) => void) {}

  get ended(): boolean {
    return this.#ended;
  }

  end(): void {
    this.#ended = true;
  }

  /** Gives what the store gives, however long it is away; undefined when the desk stops first. */
  async whenThere<T>(conversationId: string, ask: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (!(await this.wait(conversationId))) return undefined;
      }
    }
  }

  /** Waits a little before the store is asked again; false when the desk stops. */
  async wait(conversationId: string): Promise<boolean> {
    if (this.#ended) return false;
    this.log("turn waits for the store", { conversationId });
    await new Promise((resolve) => setTimeout(resolve, STORE_PAUSE_MS));
    return true;
  }
}
