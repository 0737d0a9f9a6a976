import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A web site of somebody else, on another origin than the desk's. */
export interface HostSite {
  url: string;
  origin: string;
  stop(): Promise<void>;
}

/** What a page of the site holds. */
export interface HostPage {
  /** goes into the head */
  head?: string;
  body?: string;
  headers?: Record<string, string>;
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

/** Starts a site under the name `localhost`, so that it is foreign to a desk on 127.0.0.1. */
export async function startHost(pages: Record<string, HostPage>): Promise<HostSite> {
  const server = createServer((req, res) => {
    const page = pages[(req.url ?? "/").split("?")[0] ?? "/"];
    if (page === undefined) {
      res.writeHead(404, { "content-type": "text/plain" }).end("not here");
      return;
    }
    res.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers });
    res.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title><link rel="icon" href="data:,">${page.head ?? ""}</head><body>${page.body ?? "<main><h1>A shop</h1><p>Words of somebody else.</p></main>"}</body></html>`,
    );
  });
  const port = await listening(server);
  const origin = `http://localhost:${port}`;
  return {
    url: `${origin}/`,
    origin,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
