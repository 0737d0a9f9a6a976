// Takes the desk's ticket webhooks and prints them: `node examples/webhook-receiver/server.mjs`.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

/** The address is the proof: a webhook is not signed, and only the desk knows this path. */
const secret = process.env.WEBHOOK_SECRET || randomBytes(24).toString("base64url");
const MOST_BYTES = 100_000;
const MOST_KEYS = 10_000;

const digest = (text) => createHash("sha256").update(text).digest();
const isOurs = (path) => timingSafeEqual(digest(path), digest(`/${secret}`));

/** The keys of deliveries that were taken: what the desk sends again has the same one. */
const taken = new Set();

function remember(key) {
  taken.add(key);
  if (taken.size > MOST_KEYS) taken.delete(taken.values().next().value);
}

/** The ticket in a webhook; null for anything else. */
function ticketIn(body) {
  try {
    const { event, ticket } = JSON.parse(body);
    const isTicket = event === "ticket.opened" && typeof ticket?.name === "string";
    return isTicket ? ticket : null;
  } catch {
    return null;
  }
}

async function bodyOf(req) {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Takes a delivery, and gives the status of the answer. The desk sends again after 429, 502, 503 and 504. */
async function receive(req) {
  if (!isOurs(req.url)) return 404;
  if (req.method !== "POST") return 405;
  if (!req.headers["content-type"]?.startsWith("application/json")) return 415;
  const key = req.headers["idempotency-key"];
  if (!key) return 400;
  const size = req.headers["content-length"];
  if (size === undefined) return 411;
  if (Number(size) > MOST_BYTES) return 413;
  const ticket = ticketIn(await bodyOf(req));
  if (ticket === null) return 422;
  if (taken.has(key)) return 200;
  process.stdout.write(`${ticket.name} opened: ${JSON.stringify(ticket.summary)}, ${ticket.priority}\n`);
  remember(key);
  return 200;
}

const server = createServer((req, res) => {
  receive(req).then(
    (status) => res.writeHead(status).end(),
    () => res.destroy(),
  );
});

server.listen(Number(process.env.PORT ?? 8090), "127.0.0.1", () => {
  const address = `http://127.0.0.1:${server.address().port}/${secret}`;
  process.stdout.write(`Example ready\nStart the desk with TICKET_WEBHOOK_URL=${address}\n`);
});
