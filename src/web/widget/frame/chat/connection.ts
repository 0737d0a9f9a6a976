import type { Activity, CardAction } from "../../../shared/activity.ts";
import { leavesQuestionOpen, systemMessageOf } from "../agent/agent.ts";
import type { ConversationParts } from "../conversation-parts.ts";
import type { RejectedSends } from "./context.ts";
import { buttonsOf, shown } from "./rendered.ts";

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

/** What Web Chat takes for a Direct Line client. */
export interface Connection {
  activity$: Observable<Activity>;
  connectionStatus$: Observable<number>;
  postActivity(activity: Activity): Observable<string>;
  end(): void;
}

/**
 * Makes a Direct Line client out of our line. Web Chat is told that it is online all the time: the line mends itself
 * below, and what is posted meanwhile waits there. `notice` sees each activity before it is shown. What the desk refuses
 * goes to `refused`, with how to try again; for Web Chat it is still on its way.
 */
export function makeConnection(
  { hear, post, sign }: Pick<ConversationParts, "hear" | "post" | "sign">,
  notice: (activity: Activity) => void,
  refused: RejectedSends,
): Connection {
  let order = 0;
  let open: readonly CardAction[] = [];
  return {
    activity$: observable((observer) =>
      hear((activity) => {
        notice(activity);
        const asked = buttonsOf(activity).choices;
        if (activity.channelData?.["guide"] && systemMessageOf(activity) === "") open = asked;
        const given = shown(activity, ++order, leavesQuestionOpen(activity) ? open : asked);
        if (given) observer.next?.(given);
      }),
    ),
    connectionStatus$: observable((observer) => {
      observer.next?.(online);
      return () => {};
    }),
    postActivity: ({ type, text, value, name, locale, channelData }) =>
      observable((observer) => {
        if (type === "typing") sign({ type });
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
