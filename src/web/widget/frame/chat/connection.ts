import type { Activity, CardAction } from "../../../shared/activity.ts";
import { leavesQuestionOpen, systemMessageOf } from "../agent/agent.ts";
import type { ConversationParts } from "../conversation-parts.ts";
import type { RejectedSends } from "./context.ts";
import { buttonsOf, toWebChat } from "./rendered.ts";

interface Observer<T> {
  next?(value: T): void;
  error?(error: unknown): void;
  complete?(): void;
}

interface Observable<T> {
  subscribe(observer: Observer<T>): { unsubscribe(): void };
}

const observable = <T>(begin: (observer: Observer<T>) => () => void): Observable<T> => ({
  subscribe: (observer) => ({ unsubscribe: begin(observer) }),
});

const online = 2;

/** The Direct Line client interface that Web Chat expects. */
export interface Connection {
  activity$: Observable<Activity>;
  connectionStatus$: Observable<number>;
  postActivity(activity: Activity): Observable<string>;
  end(): void;
}

/**
 * Adapts our Direct Line client to Web Chat. Web Chat always sees an online connection, because the client reconnects and
 * queues messages itself. `notice` sees each activity first. Refused messages go to `refused` with a retry function; for
 * Web Chat they stay pending.
 */
export function makeConnection(
  { subscribe, post, sendEphemeral }: Pick<ConversationParts, "subscribe" | "post" | "sendEphemeral">,
  notice: (activity: Activity) => void,
  refused: RejectedSends,
): Connection {
  let order = 0;
  let open: readonly CardAction[] = [];
  return {
    activity$: observable((observer) =>
      subscribe((activity) => {
        notice(activity);
        const choices = buttonsOf(activity).choices;
        if (activity.channelData?.["guide"] && systemMessageOf(activity) === "") open = choices;
        const rendered = toWebChat(activity, ++order, leavesQuestionOpen(activity) ? open : choices);
        if (rendered) observer.next?.(rendered);
      }),
    ),
    connectionStatus$: observable((observer) => {
      observer.next?.(online);
      return () => {};
    }),
    postActivity: ({ type, text, value, name, locale, channelData }) =>
      observable((observer) => {
        if (type === "typing") sendEphemeral({ type });
        if (type !== "message") return () => {};
        const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
        const message = { type, text, textFormat: "plain", value, name, locale, channelData };
        const sent = { ...message, localTimezone: timeZone } as Activity;
        const attempt = (): void => {
          refused.clear(sent);
          post(sent).then(
            (id) => {
              observer.next?.(id);
              observer.complete?.();
            },
            () => refused.add(sent, attempt),
          );
        };
        attempt();
        return () => {};
      }),
    end: () => {},
  };
}
