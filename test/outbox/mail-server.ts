import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** What the server does with one mail: takes it, answers another status at a command, or goes silent before or after the message. */
export type Manner =
  | "take"
  | { at: "rcpt" | "data" | "end"; status: number }
  | "silent-at-rcpt"
  | "cut-at-end"
  | "silent-at-end";

const refusal = (status: number): Error =>
  Object.assign(new Error("<someone@example.org> is not wanted here"), { responseCode: status });

const nothing = (): void => undefined;
const silent = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};

/** A real SMTP server on loopback that keeps what it takes. */
export class MailServer {
  readonly taken: { to: string; raw: string; smtpUtf8: boolean }[] = [];
  /** the command lines as they came in */
  readonly commands: string[] = [];
  manners: Manner[] = [];
  attempts = 0;
  #server: SMTPServer;

  private constructor() {
    let manner: Manner = "take";
    const note = (about: { tnx?: string; command?: string }, _: string, line: unknown): void => {
      if (about.tnx === "command") this.commands.push(String(line));
    };
    this.#server = new SMTPServer({
      logger: { ...silent, debug: note },
      authOptional: true,
      hideSTARTTLS: true,
      disableReverseLookup: true,
      onConnect: (_, done) => {
        this.attempts += 1;
        manner = this.manners.shift() ?? "take";
        done();
      },
      onRcptTo: (_, __, done) => {
        if (manner === "silent-at-rcpt") return;
        done(typeof manner === "object" && manner.at === "rcpt" ? refusal(manner.status) : undefined);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          if (manner === "silent-at-end") return;
          if (manner === "cut-at-end") return this.#cut(session);
          if (typeof manner === "object") return done(refusal(manner.status));
          this.taken.push({
            to: session.envelope.rcptTo.map(({ address }) => address).join(),
            smtpUtf8: session.envelope.smtpUtf8 ?? false,
            raw: Buffer.concat(chunks).toString("utf8"),
          });
          done();
        });
      },
    });
  }

  static async open(): Promise<MailServer> {
    const server = new MailServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.server.address();
    return `smtp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  #cut(session: SMTPServerSession): void {
    for (const connection of this.#server.connections) {
      const { id, _socket } = connection as unknown as { id: string; _socket: { destroy(): void } };
      if (id === session.id) _socket.destroy();
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
