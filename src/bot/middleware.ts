import type { TurnContext } from "../../dialogs/sdk.ts";

/** A Bot Framework middleware: does its one thing, and calls `next` once or deliberately not. */
export type Middleware = (context: TurnContext, next: () => Promise<void>) => Promise<void>;
