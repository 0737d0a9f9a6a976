// A site that tells the desk who is signed in: `HOST_USERS_KEY=… node examples/signed-in-user/server.mjs`.
import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { SignJWT } from "jose";

const desk = new URL(process.env.DESK_URL ?? "http://127.0.0.1:3978").origin;
const secret = process.env.HOST_USERS_KEY ?? "";
if (secret.length < 32) {
  process.stderr.write("HOST_USERS_KEY takes the secret of at least 32 characters that the desk has, too\n");
  process.exit(2);
}
const key = new TextEncoder().encode(secret);

/** Vouches for somebody, for an hour and for one use. `claims` may say that they have signed out. */
const userToken = (userId, claims = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(userId)
    .setAudience(desk)
    .setIssuedAt()
    .setExpirationTime("1h")
    .setJti(randomUUID())
    .sign(key);

/** Ends somebody's access to their conversation, on all devices and at once. */
async function endAccess(userId) {
  const answer = await fetch(`${desk}/widget/signed-out`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ userToken: await userToken(userId, { signedOut: true }) }),
  });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
}

/** user ids by session; a site has these in its database */
const sessions = new Map();
const cookie = (value, age) => `session=${value}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${age}`;
const sessionOf = (req) => /(?:^|; )session=([\w-]+)/.exec(req.headers.cookie ?? "")?.[1];
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function formOf(req) {
  let body = "";
  for await (const chunk of req) {
    body += chunk;
    if (body.length > 1_000) throw new Error("the form is too large");
  }
  return new URLSearchParams(body);
}

const button = (action, title) => `<form method="post" action="${action}"><button>${title}</button></form>`;

async function page(userId) {
  const token = userId === undefined ? "" : ` data-user-token="${await userToken(userId)}"`;
  const body =
    userId === undefined
      ? `<form method="post" action="/sign-in"><label>Name <input name="name" required></label> <button>Sign in</button></form>`
      : `<p>Signed in as ${escaped(userId)}</p>${button("/sign-out", "Sign out")}${button("/sign-out-everywhere", "Sign out everywhere")}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A site with accounts</title><link rel="icon" href="data:,">
<script src="${desk}/widget.js"${token} defer></script></head><body><h1>A site with accounts</h1>${body}</body></html>`;
}

/** What each form does; gives the session cookie that follows. */
const actions = {
  "/sign-in": async (req) => {
    const name = (await formOf(req)).get("name")?.trim();
    if (!name) return cookie("", 0);
    const session = randomBytes(18).toString("base64url");
    sessions.set(session, name);
    return cookie(session, 3_600);
  },
  "/sign-out": async (req) => {
    sessions.delete(sessionOf(req));
    return cookie("", 0);
  },
  "/sign-out-everywhere": async (req) => {
    const userId = sessions.get(sessionOf(req));
    for (const [session, user] of sessions) if (user === userId) sessions.delete(session);
    if (userId !== undefined) await endAccess(userId);
    return cookie("", 0);
  },
};

async function answer(req, res) {
  const act = Object.hasOwn(actions, req.url) ? actions[req.url] : undefined;
  if (req.method === "POST" && act !== undefined) {
    res.writeHead(303, { location: "/", "set-cookie": await act(req) }).end();
  } else if (req.method === "GET" && req.url === "/") {
    // the token is good once, so the page must not come from a cache
    res.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
    res.end(await page(sessions.get(sessionOf(req))));
  } else res.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
}

const server = createServer((req, res) => {
  answer(req, res).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    if (!res.headersSent) res.writeHead(502, { "content-type": "text/plain" });
    res.end("That did not work.\n");
  });
});

server.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  const origin = `http://localhost:${server.address().port}`;
  process.stdout.write(
    `Example ready ${origin}/\nThe desk at ${desk} needs ALLOWED_ORIGINS=${origin} and the same HOST_USERS_KEY\n`,
  );
});
