import { closeSync, openSync } from "node:fs";
import { join } from "node:path";

/** The system keeps a socket's path in 108 bytes, the last of them a zero. */
const longest = 107;

/** How the desk's socket in a folder is reached. Call `release` when it is reached no more. */
export interface SocketAddress {
  path: string;
  release(): void;
}

/** Reaches a folder whose path is too long through an open descriptor of it, where the system allows that. */
export function socketAddress(folder: string): SocketAddress {
  const plain = join(folder, "desk.sock");
  if (Buffer.byteLength(plain) <= longest) return { path: plain, release: () => undefined };
  if (process.platform !== "linux") {
    throw new Error(
      `DATA_DIR is too long for a socket: ${plain} has more than ${longest} bytes; choose a shorter path`,
    );
  }
  const descriptor = openSync(folder, "r");
  return { path: `/proc/self/fd/${descriptor}/desk.sock`, release: () => closeSync(descriptor) };
}
