import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { spawn } from "../own/spawn.ts";

/** A proxy before a desk, ended with the test; `tells`: it adds X-Forwarded-For and X-Forwarded-Proto. Gives its URL. */
export type StartProxy = (desk: string, how: { tells: boolean }) => Promise<string>;

const listening = async (server: ReturnType<typeof createServer>): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

/** As plain as a proxy can be. One that tells appends where the request came from, or who `x-person` says it came from. */
export const ownProxy: StartProxy = async (desk, { tells }) => {
  const target = new URL(desk);
  const server = createServer((req, res) => {
    const { "x-person": person, "x-forwarded-for": before, ...headers } = req.headers;
    const from = [before, person ?? req.socket.remoteAddress].filter((one) => one !== undefined).join(", ");
    const onward = request(
      {
        hostname: target.hostname,
        port: target.port,
        method: req.method,
        path: req.url,
        headers: {
          ...headers,
          host: target.host,
          ...(tells && { "x-forwarded-for": from, "x-forwarded-proto": "https" }),
        },
      },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    onward.on("error", () => res.destroy());
    req.pipe(onward);
  });
  const port = await listening(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${port}`;
};

const onPath = (process.env["PATH"] ?? "").split(path.delimiter).map((folder) => path.join(folder, "nginx"));
const nginx = [...onPath, "/usr/sbin/nginx", "/usr/local/sbin/nginx"].find((file) => existsSync(file));

/** Whether nginx is installed on this machine. */
export const hasNginx = nginx !== undefined;

/** nginx cannot pick a port itself. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  await once(server, "close");
  return port;
}

const told = `
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto https;`;

const settings = (folder: string, port: number, desk: string, tells: boolean): string => `
daemon off;
master_process off;
pid ${folder}/pid;
error_log ${folder}/errors;
events { worker_connections 256; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder}/${of};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${desk};${tells ? told : ""} }
  }
}
`;

async function answers(port: number): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nginx does not listen");
}

/** nginx with as little as its documentation begins with. */
export const nginxProxy: StartProxy = async (desk, { tells }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "nginx-"));
  const port = await freePort();
  await writeFile(path.join(folder, "nginx.conf"), settings(folder, port, desk, tells));
  const child = spawn(
    nginx ?? "nginx",
    ["-p", folder, "-c", path.join(folder, "nginx.conf"), "-e", "stderr"],
    {
      stdio: "ignore",
    },
  );
  onTestFinished(async () => {
    if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "close");
    await rm(folder, { recursive: true, force: true });
  });
  await answers(port);
  return `http://127.0.0.1:${port}`;
};
