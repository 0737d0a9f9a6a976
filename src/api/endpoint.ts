import type { OutgoingHttpHeaders } from "node:http";
import type { z } from "zod";
import type { Person, Role } from "../accounts/account.ts";
import type { Session } from "../accounts/session.ts";
import type { AuditAction } from "../audit/audit-entry.ts";
import type { ProblemCode, ProblemResponse } from "../http/problems.ts";
import type { Request } from "../http/route.ts";

/** Result of an endpoint: a value, headers without a body (204), or a problem. */
export type EndpointResult<A> = { value: A } | { done: OutgoingHttpHeaders } | ProblemResponse;

export const done: EndpointResult<never> = { done: {} };

/** Parsed request of an endpoint. */
export interface EndpointInput<B, Q> {
  body: B;
  query: Q;
  params: Record<string, string>;
  req: Request;
  /** Adds an audit entry. The actor is the signed-in person unless `by` is given. */
  audit: (what: AuditAction, about?: Record<string, string>, by?: string) => Promise<void>;
}

/** The signed-in person, and their session. */
export interface Principal {
  me: Person;
  session: Session;
}

interface About {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** path below /api/desk, with `:name` for parameters */
  path: string;
  summary: string;
  /** additional problem codes */
  problems?: readonly ProblemCode[];
  /** requires a recent sign-in */
  stepUp?: true;
  /** open to people who still have to set up a required second factor */
  beforeCode?: true;
  /** audited on success, with the path parameters and these fields of the body */
  audited?: { what: AuditAction; chosen?: readonly string[] };
}

interface Shapes<B, Q, A> {
  body?: z.ZodType<B>;
  query?: z.ZodType<Q>;
  /** absent: the response is 204 */
  answer?: z.ZodType<A>;
}

/** One endpoint of the API: handler, schemas, and metadata for the OpenAPI document. */
export interface Endpoint extends About, Shapes<unknown, unknown, unknown> {
  /** minimum role; null: open to everyone */
  least: Role | null;
  handle(
    input: EndpointInput<unknown, unknown>,
    principal: Principal | null,
  ): Promise<EndpointResult<unknown>>;
}

/** Defines an endpoint for signed-in people with a minimum role. */
export function endpoint<B = undefined, Q = undefined, A = never>(
  spec: About &
    Shapes<B, Q, A> & {
      least?: Role;
      handle: (input: EndpointInput<B, Q> & Principal) => Promise<EndpointResult<A>> | EndpointResult<A>;
    },
): Endpoint {
  const { handle, least = "agent", ...about } = spec;
  return {
    ...about,
    least,
    handle: async (input, principal) =>
      principal === null
        ? { refused: "not-signed-in" }
        : handle({ ...(input as EndpointInput<B, Q>), ...principal }),
  };
}

/** Defines an endpoint that needs no sign-in. */
export function openEndpoint<B = undefined, Q = undefined, A = never>(
  spec: About &
    Shapes<B, Q, A> & {
      handle: (input: EndpointInput<B, Q>) => Promise<EndpointResult<A>> | EndpointResult<A>;
    },
): Endpoint {
  const { handle, ...about } = spec;
  return {
    ...about,
    least: null,
    handle: async (input) => handle(input as EndpointInput<B, Q>),
  };
}
