import { createServer, request } from "node:http";
import { connect, type Socket } from "node:net";

/** A proxy that gives each request and each socket to the next process in turn; one that takes no connection is passed over, and a GET that breaks is asked again of the next, as load balancers do. */
export interface RoundRobin {
  url: string;
  /** how many requests went to which process */
  given: number[];
  /** what a process answered with 5xx */
  failed: string[];
  end(): Promise<void>;
}

/** Starts the proxy in front of these addresses, which may change. */
export async function roundRobin(urls: string[]): Promise<RoundRobin> {
  let turn = 0;
  const given = urls.map(() => 0);
  const failed: string[] = [];
  const sockets = new Set<Socket>();
  const choose = (index: number): URL => {
    given[index] = (given[index] ?? 0) + 1;
    return new URL(urls[index] ?? "");
  };
  const next = (index: number): number => (index + 1) % urls.length;
  const begin = (): number => {
    turn = next(turn);
    return turn;
  };
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on("data", (part: Buffer) => parts.push(part));
    req.on("end", () => {
      const body = Buffer.concat(parts);
      const attempt = (index: number, tries: number): void => {
        const { hostname, port } = choose(index);
        const { method, url: path, headers } = req;
        const onward = request({ hostname, port, method, path, headers, agent: false });
        onward.on("response", (answer) => {
          const { statusCode = 502 } = answer;
          if (statusCode >= 500) failed.push(`${statusCode} ${method} ${path}`);
          res.writeHead(statusCode, answer.headers);
          answer.pipe(res);
          answer.on("error", () => res.destroy());
        });
        onward.on("error", (error: NodeJS.ErrnoException) => {
          const harmless = error.code === "ECONNREFUSED" || (method === "GET" && !res.headersSent);
          if (harmless && tries < urls.length) return attempt(next(index), tries + 1);
          if (res.headersSent) res.destroy();
          else res.writeHead(502).end();
        });
        onward.end(body);
      };
      attempt(begin(), 1);
    });
  });
  server.on("upgrade", (req, socket: Socket, head) => {
    const attempt = (index: number, tries: number): void => {
      const { hostname, port } = choose(index);
      const onward = connect(Number(port), hostname, () => {
        const lines = [`${req.method} ${req.url} HTTP/1.1`];
        for (let index = 0; index < req.rawHeaders.length; index += 2)
          lines.push(`${req.rawHeaders[index]}: ${req.rawHeaders[index + 1]}`);
        onward.write(`${lines.join("\r\n")}\r\n\r\n`);
        onward.write(head);
        onward.pipe(socket).pipe(onward);
        // not before: a connection that was refused closes too, while the next is being tried
        onward.on("close", () => socket.destroy());
      });
      onward.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED" && tries < urls.length) attempt(next(index), tries + 1);
        else socket.destroy();
      });
    };
    socket.on("error", () => socket.destroy());
    attempt(begin(), 1);
  });
  // callers keep their connections, and must not find them closed just as they use them again
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    given,
    failed,
    async end() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
