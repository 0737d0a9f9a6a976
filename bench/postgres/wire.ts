import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A stretch of wire to a database, on which is counted what is asked. */
export interface Wire {
  /** the database's address at this end */
  url: string;
  /** Round trips by the name of their statement since the last call; "" for those without a name. */
  takeTrips(): Map<string, number>;
  /** connections, at most at the same time */
  mostConnections(): number;
  close(): Promise<void>;
}

const sslRequest = 80_877_103;
const headBytes = 5;

/** Lays a wire to the database at `to`. */
export async function openWire(to: string): Promise<Wire> {
  const server = new URL(to);
  const sockets = new Set<Socket>();
  let trips = new Map<string, number>();
  let [open, most] = [0, 0];
  const count = (statement: string): void => void trips.set(statement, (trips.get(statement) ?? 0) + 1);
  const wire = createServer((near) => {
    open += 1;
    most = Math.max(most, open);
    const far = connect(Number(server.port), server.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay();
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one));
    }
    near.on("close", () => {
      open -= 1;
    });
    near.on("data", tripCounter(count));
  }).listen(0, "127.0.0.1");
  await once(wire, "listening");
  const url = new URL(to);
  url.port = String((wire.address() as AddressInfo).port);
  return {
    url: url.href,
    takeTrips: () => {
      const taken = trips;
      trips = new Map();
      return taken;
    },
    mostConnections: () => most,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      wire.close();
      await once(wire, "close");
    },
  };
}

/**
 * Reads what a client sends (PostgreSQL's "Message Formats", version 3) and calls back at the end of each round trip:
 * a Query, or a Sync after the Bind of a statement.
 */
function tripCounter(count: (statement: string) => void): (part: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  let bound = "";
  const take = (type: string, body: Buffer): void => {
    if (type === "B") bound = nameIn(body, body.indexOf(0) + 1);
    else if (type === "S") count(bound);
    else if (type === "Q") count("");
  };
  return (part) => {
    rest = Buffer.concat([rest, part]);
    for (;;) {
      const typeBytes = started ? 1 : 0;
      if (rest.length < headBytes) return;
      const end = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < end) return;
      if (started) take(String.fromCharCode(rest[0] ?? 0), rest.subarray(headBytes, end));
      else started = rest.readInt32BE(4) !== sslRequest;
      rest = rest.subarray(end);
    }
  };
}

const nameIn = (body: Buffer, from: number): string => body.toString("utf8", from, body.indexOf(0, from));
