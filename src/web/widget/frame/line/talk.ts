/** A conversation that this browser is in, and what opens it. */
export interface Talk {
  conversationId: string;
  token: string;
  /** the path of Direct Line on this server */
  root: string;
  /** whom the host page vouched for, by the host's name for them; absent: nobody in particular */
  of?: string;
  /** the ticket that the link which opened it was about */
  about?: string;
}

/** The conversation that an answer of `POST /widget/token` opens. */
export const talkOf = ({ conversationId, token, domain }: Record<string, unknown>): Talk => ({
  conversationId: String(conversationId ?? ""),
  token: String(token ?? ""),
  root: new URL(String(domain ?? "/v3/directline"), location.href).pathname,
});
