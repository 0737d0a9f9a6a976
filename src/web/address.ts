import type { IncomingMessage } from "node:http";

const ownMachine = /^(::ffff:)?127\.|^::1$/;

/** The network address a request came from. */
export const addressOf = (req: IncomingMessage): string => req.socket.remoteAddress ?? "unknown";

/** Tells whether an address is this machine itself. */
export const isOwnMachine = (address: string): boolean => ownMachine.test(address);
