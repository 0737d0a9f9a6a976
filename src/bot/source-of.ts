import { DialogContextError } from "../../dialogs/sdk.ts";

/** What was really thrown: the SDK wraps errors of dialogs in one of its own, without their kind and their stack. */
export const sourceOf = (error: unknown): unknown =>
  error instanceof DialogContextError && error.error instanceof Error ? error.error : error;
