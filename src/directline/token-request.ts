import { z } from "zod";
import type { ProblemResponse } from "../http/problems.ts";
import { Locale } from "../runtime/locale.ts";
import { caseInsensitive, clientActivity, fault } from "./incoming-activity.ts";
import type { Bearer } from "./token.ts";

/** Returns the origin of a page's URL; null for a wildcard, a file, or a URL with credentials. */
function originOf(text: string): string | null {
  if (!/^https?:\/\/[^\s/\\]/i.test(text) || !URL.canParse(text)) return null;
  const { username, password, hostname, origin } = new URL(text);
  return username === "" && password === "" && !hostname.includes("*") ? origin : null;
}

const Origin = z.string().max(2000).transform(originOf).pipe(z.string());

const Note = z.string().max(1000).nullish();

const User = z.strictObject({
  id: z
    .string()
    .regex(/^dl_[\w-]{1,100}$/)
    .optional(),
  name: Note,
  aadObjectId: Note,
  role: z.literal("user").nullish(),
});

/** The service's TokenParameters. Descriptive fields are validated and ignored. */
const Parameters = {
  user: caseInsensitive(User).optional(),
  trustedOrigins: z.array(Origin).min(1).max(10).optional(),
  eTag: Note,
};
const ForToken = caseInsensitive(z.strictObject(Parameters)).default({});

/** Converts POSIX locales such as `en_US.UTF-8`, which some browsers send, to BCP 47. */
const toBcp47 = (text: string): string => text.replace(/[.@].*$/s, "").replaceAll("_", "-");

const Start = caseInsensitive(
  z.strictObject({ ...Parameters, locale: z.string().transform(toBcp47).pipe(Locale).optional() }),
).default({});

const Nothing = z.strictObject({}).default({});

/** Parameters of a new token or conversation. */
export interface TokenRequest {
  userId: string | undefined;
  origins: string[] | undefined;
  locale: string;
}

type Parsed = z.ZodSafeParseResult<z.output<typeof ForToken> & { locale?: string | undefined }>;

function requestOf(body: unknown, parsed: Parsed): TokenRequest | ProblemResponse {
  if (!parsed.success) {
    const found = fault(body, parsed.error);
    return found.refused === "unusable-value" && /^user\.id$/i.test(found.name)
      ? { ...found, refused: "bad-user-id" }
      : found;
  }
  const { user, trustedOrigins, locale = "en" } = parsed.data;
  return { userId: user?.id, origins: trustedOrigins && [...new Set(trustedOrigins)], locale };
}

/** Parses the body of `tokens/generate`. */
export const readTokenRequest = (body: unknown): TokenRequest | ProblemResponse =>
  requestOf(body, ForToken.safeParse(body));

/** Parses the body of `POST /conversations`. */
export const readStart = (body: unknown): TokenRequest | ProblemResponse =>
  requestOf(body, Start.safeParse(body));

/** Returns a problem for a body that must be empty, or null. */
export function notEmpty(body: unknown): ProblemResponse | null {
  const parsed = Nothing.safeParse(body);
  return parsed.success ? null : fault(body, parsed.error);
}

/** Narrows a bearer to the requested parameters: the user stays, and origins can only be removed. */
export function narrowBearer(
  bearer: Bearer,
  { userId, origins }: TokenRequest,
  body: unknown,
): Bearer | ProblemResponse {
  const unusable = (...path: string[]): ProblemResponse => ({
    refused: "unusable-value",
    name: clientActivity(body, path),
  });
  if (userId !== undefined && userId !== bearer.user) return unusable("user", "id");
  if (origins === undefined) return bearer;
  const isMore = origins.some((origin) => bearer.origins?.includes(origin) === false);
  return isMore ? unusable("trustedOrigins") : { ...bearer, origins };
}
