import type { TalkState } from "../../dialogs/state.ts";

/** A state as a turn left it, with the tag under which it is stored. */
export interface RecentState {
  value: TalkState;
  eTag: string;
}

/** The states of the talks that spoke last, so that they need not be read and checked again. What is taken out is gone: a turn that fails keeps nothing. */
export class RecentStates {
  readonly #states = new Map<string, RecentState>();

  constructor(private readonly most: number) {}

  take(key: string): RecentState | undefined {
    const state = this.#states.get(key);
    this.#states.delete(key);
    return state;
  }

  keep(key: string, state: RecentState): void {
    this.#states.set(key, state);
    const oldest = this.#states.keys().next();
    if (this.#states.size > this.most && !oldest.done) this.#states.delete(oldest.value);
  }
}
