import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { aboutError } from "../runtime/log.ts";
import { originOf } from "./client-address.ts";
import { type HttpResponse, type ProblemResponse, send, sendProblem } from "./problems.ts";
import type { HttpSettings } from "./settings.ts";

const bearer = /^Bearer ([\w.~+/=-]{1,4096})$/i;

/** Returns the bearer token of a request, or null. */
export const bearerOf = (req: IncomingMessage): string | null =>
  bearer.exec(req.headers.authorization ?? "")?.[1] ?? null;

/** Makes a constant-time comparison with the given secrets. */
export function makeSecretCheck(secrets: readonly string[]): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const digests = secrets.map(digest);
  return (given) => digests.filter((one) => timingSafeEqual(digest(given), one)).length > 0;
}

type Answerer = (req: Request, res: ServerResponse) => Promise<void>;

/** Routes for frequent calls, served before the framework's middleware. */
export class FastRoutes {
  readonly #posts: { path: RegExp; answer: Answerer }[] = [];

  /** Adds a POST route. The path may contain one `:id`. */
  post(path: string, answer: Answerer): void {
    this.#posts.push({ path: new RegExp(`^${path.replace(":id", "([\\w-]{1,100})")}$`), answer });
  }

  /** Returns false when it handled the request; the framework then skips it. */
  pass(req: IncomingMessage, res: ServerResponse): boolean {
    if (req.method !== "POST") return true;
    for (const { path, answer } of this.#posts) {
      const found = path.exec(req.url ?? "");
      if (found === null) continue;
      const [, id] = found;
      const params: Request["params"] = id === undefined ? {} : { id };
      void answer(Object.assign(req, { params }), res);
      return false;
    }
    return true;
  }
}

/** A request with parsed path parameters. */
export type Request = IncomingMessage & { params: Record<string, string> };

/** Handler of a route. It returns the response, and writes nothing itself. */
export type Handle = (req: Request) => HttpResponse | Promise<HttpResponse>;

/** Problems for the error codes of the store. */
const meanings: Record<string, ProblemResponse> = {
  "store-unavailable": { refused: "cannot-store", retryAfter: 5 },
  "no-such-conversation": { refused: "gone" },
};

/** responses up to this length, in characters, are not counted as held memory */
const small = 16 * 1024;

/** Counts a long response as held memory until the client has read it or disconnected. */
function holdUntilTaken(req: Request, res: ServerResponse, bytes: number, { memory }: HttpSettings): void {
  if (memory === undefined || res.destroyed) return;
  const from = originOf(req);
  memory.hold(from, bytes);
  res.once("close", () => memory.hold(from, -bytes));
}

/** Makes the framework's handler of a route. Turns an exception into a problem with an id. */
export function route(
  path: string,
  handle: Handle,
  settings: HttpSettings,
): (req: Request, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    try {
      const answer = await handle(req);
      if ("refused" in answer) {
        settings.undeclaredProxy?.refused(req, answer);
        sendProblem(res, answer, path, settings);
      } else {
        if ("json" in answer && answer.json.length > small)
          holdUntilTaken(req, res, answer.json.length, settings);
        send(res, answer);
      }
    } catch (error) {
      const about = aboutError(error);
      settings.log.error({ route: path, ...about }, "route failed");
      sendProblem(res, meanings[about.code ?? ""] ?? { refused: "trouble" }, path, settings);
    }
  };
}
