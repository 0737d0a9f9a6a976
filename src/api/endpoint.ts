import type { OutgoingHttpHeaders } from "node:http";
import type { z } from "zod";
import type { Person, Role } from "../accounts/account.ts";
import type { Session } from "../accounts/session.ts";
import type { AuditAction } from "../audit/audit-entry.ts";
import type { ProblemCode, ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";

/** What an endpoint gives back: a value, headers alone (204), or why not. */
export type EndpointResult<A> = { value: A } | { done: OutgoingHttpHeaders } | ProblemResponse;

export const done: EndpointResult<never> = { done: {} };

/** A request as an endpoint sees it: read and parsed. */
export interface EndpointInput<B, Q> {
  body: B;
  query: Q;
  params: Record<string, string>;
  req: Request;
  /** Notes in the audit log what was done: by whoever is signed in, unless `by` says who. */
  audit: (what: AuditAction, about?: Record<string, string>, by?: string) => Promise<void>;
}

/** Who asks, and in which session. */
export interface Principal {
  me: Person;
  session: Session;
}

interface About {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** below /api/desk, with `:name` for what varies */
  path: string;
  summary: string;
  /** what it may refuse, besides what every endpoint may */
  problems?: readonly ProblemCode[];
  /** needs somebody who has shown just now who they are */
  stepUp?: true;
  /** is open to somebody who has yet to set a second factor that the desk wants of them */
  beforeCode?: true;
  /** noted in the audit log once it is done, with what varies in the path and these fields of the body */
  deed?: { what: AuditAction; chosen?: readonly string[] };
}

interface Shapes<B, Q, A> {
  body?: z.ZodType<B>;
  query?: z.ZodType<Q>;
  /** none: the answer is 204 */
  answer?: z.ZodType<A>;
}

/** One call of the desk's API: what the server mounts and what the OpenAPI document tells of it. */
export interface Endpoint extends About, Shapes<unknown, unknown, unknown> {
  /** the least role that may call it; null: whoever */
  least: Role | null;
  handle(
    question: EndpointInput<unknown, unknown>,
    asker: Principal | null,
  ): Promise<EndpointResult<unknown>>;
}

/** An endpoint for whoever is signed in with at least this role. */
export function endpoint<B = undefined, Q = undefined, A = never>(
  spec: About &
    Shapes<B, Q, A> & {
      least?: Role;
      handle: (question: EndpointInput<B, Q> & Principal) => Promise<EndpointResult<A>> | EndpointResult<A>;
    },
): Endpoint {
  const { handle, least = "agent", ...about } = spec;
  return {
    ...about,
    least,
    handle: async (question, asker) =>
      asker === null
        ? { refused: "not-signed-in" }
        : handle({ ...(question as EndpointInput<B, Q>), ...asker }),
  };
}

/** An endpoint for people who are not signed in. */
export function openEndpoint<B = undefined, Q = undefined, A = never>(
  spec: About &
    Shapes<B, Q, A> & {
      handle: (question: EndpointInput<B, Q>) => Promise<EndpointResult<A>> | EndpointResult<A>;
    },
): Endpoint {
  const { handle, ...about } = spec;
  return {
    ...about,
    least: null,
    handle: async (question) => handle(question as EndpointInput<B, Q>),
  };
}
