// Serves one static page with the widget: `node examples/embed/server.mjs`.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const desk = new URL(process.env.DESK_URL ?? "http://127.0.0.1:3978").origin;
const page = readFileSync(new URL("index.html", import.meta.url), "utf8").replaceAll("{{desk}}", desk);

/** All that the widget needs of a content security policy: the desk's origin for its script and its frame. */
const policy = `default-src 'none'; img-src data:; script-src ${desk}; frame-src ${desk}`;

const server = createServer((req, res) => {
  if (req.url !== "/") {
    res.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  res.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
  res.end(page);
});

server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  const origin = `http://localhost:${server.address().port}`;
  process.stdout.write(`Example ready ${origin}/\nThe desk at ${desk} needs ALLOWED_ORIGINS=${origin}\n`);
});
