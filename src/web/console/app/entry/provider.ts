/** What the provider is called that signs people in; null when there is none. */
export const providerName = (): string | null => document.documentElement.dataset["provider"] ?? null;

/** Where the provider's sign-in begins. */
export const signInAddress = "/console/sign-in";

const troubles = [
  "account-exists",
  "no-group",
  "no-account",
  "identity-linked",
  "not-allowed",
  "not-signed-in",
  "provider-denied",
  "provider-trouble",
  "provider-late",
  "provider-other",
  "step-up",
] as const;

/** Why somebody came back from the provider without what they went for. */
export type ProviderTrouble = (typeof troubles)[number];

/** Reads it from the page's fragment. */
export function readTrouble(fragment: string): ProviderTrouble | null {
  const told = /^#trouble=([\w-]+)$/.exec(fragment)?.[1];
  return troubles.find((trouble) => trouble === told) ?? null;
}
