import { Agent, type IncomingMessage, request } from "node:http";
import type { Request } from "./requests.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** What came back. Of a socket that was opened nothing is read. */
export interface Answer {
  status: number;
  type: string;
  text: string;
}

async function read(response: IncomingMessage): Promise<Answer> {
  let text = "";
  for await (const part of response.setEncoding("utf8")) text += part;
  return { status: response.statusCode ?? 0, type: response.headers["content-type"] ?? "", text };
}

/**
 * Sends a request as it is. Fails when the line is cut without an answer. A connection that was kept may have been closed
 * for its age just as it is used again: then the request goes over a new one.
 */
export const send = (
  url: string,
  asked: Request,
  shown: Record<string, string>,
  over: Agent | false = agent,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { method, path, headers, body } = asked;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request(url, { agent: over, method, path, headers: { ...shown, ...headers, ...length } });
    sent.once("response", (response) => read(response).then(resolve, reject));
    sent.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, type: "", text: "" });
    });
    sent.once("error", (cause: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && cause.code === "ECONNRESET") resolve(send(url, asked, shown, false));
      else reject(new Error(`no answer to ${method} ${path} ${JSON.stringify(headers)} ${body}`, { cause }));
    });
    sent.end(body);
  });
