/** A bucket that holds `burst` and refills with `perSecond`. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** How much the desk takes from one talk, one address, and altogether. */
export interface Limits {
  postsPerConversation: Rate;
  readsPerConversation: Rate;
  tokensPerConversation: Rate;
  /** addresses of this machine are not limited: its tools and its proxy speak from there */
  postsPerAddress: Rate;
  tokensPerAddress: Rate;
  /** what one of the desk's people changes, and looks up */
  writesPerAgent: Rate;
  readsPerAgent: Rate;
  socketsPerAgent: number;
  socketsPerConversation: number;
  socketsPerAddress: number;
  /** a socket that has not answered a ping when the next is due is dropped */
  pingEveryMs: number;
  /** frames of one socket between two pings */
  framesPerPing: number;
  connections: number;
  bodyBytes: number;
  headersMs: number;
  requestMs: number;
}

export const defaultLimits: Limits = {
  postsPerConversation: { burst: 300, perSecond: 10 },
  readsPerConversation: { burst: 300, perSecond: 20 },
  tokensPerConversation: { burst: 60, perSecond: 1 },
  postsPerAddress: { burst: 1000, perSecond: 100 },
  tokensPerAddress: { burst: 120, perSecond: 2 },
  writesPerAgent: { burst: 120, perSecond: 4 },
  readsPerAgent: { burst: 600, perSecond: 20 },
  socketsPerAgent: 20,
  socketsPerConversation: 12,
  socketsPerAddress: 2500,
  pingEveryMs: 30_000,
  framesPerPing: 120,
  connections: 10_000,
  bodyBytes: 64 * 1024,
  headersMs: 15_000,
  requestMs: 20_000,
};
