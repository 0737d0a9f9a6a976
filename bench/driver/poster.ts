import { Agent, request } from "node:http";

/** Posts JSON and gives the answer's text; rejects when the answer is not a 2xx. */
export type Post = (url: string, body: unknown, token?: string) => Promise<string>;

/** Makes a poster that keeps its connections open. */
export function makePoster(): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  return (url, body, token) =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const headers: Record<string, string | number> = {
        "content-type": "application/json",
        "content-length": bytes.length,
      };
      if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
      const sent = request(url, { agent, method: "POST", headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (part) => {
          text += part;
        });
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new Error(`POST ${url} was answered with ${status}: ${text.slice(0, 300)}`));
        });
      });
      sent.on("error", reject);
      sent.end(bytes);
    });
}
