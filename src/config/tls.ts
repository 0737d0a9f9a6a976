import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Server } from "node:https";
import { createSecureContext } from "node:tls";
import { aboutError, type Log } from "../runtime/log.ts";

const lookEveryMs = 2000;

/** Where the certificate (with its chain) and its key are, as PEM files. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/** Thrown for a certificate and key that cannot be used. */
export class TlsError extends Error {
  readonly code = "tls";
}

/** Reads a certificate and the key that belongs to it, or throws a TlsError. */
export function readTls({ cert, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const pair = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecureContext(pair);
    return pair;
  } catch (cause) {
    throw new TlsError(`TLS_CERT, TLS_KEY: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Has new connections use a certificate as soon as it was renewed; open ones go on. While one of the two files is not
 * there yet, or does not belong to the other, the certificate before stays. Returns how to stop.
 */
export function renewTls(server: Server, files: TlsFiles, log: Log): () => void {
  const renew = (): void => {
    try {
      server.setSecureContext(readTls(files));
      log.info({}, "certificate renewed");
    } catch (error) {
      log.warn(aboutError(error), "certificate not renewed");
    }
  };
  for (const file of [files.cert, files.key])
    watchFile(file, { interval: lookEveryMs, persistent: false }, renew);
  return () => {
    for (const file of [files.cert, files.key]) unwatchFile(file, renew);
  };
}
