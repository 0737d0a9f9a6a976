import { expect } from "vitest";
import { ConfigError, readConfig } from "../src/config/config.ts";

/** What an operator is told of an environment that is not right; nothing when it is. */
export function refusal(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return "";
}
