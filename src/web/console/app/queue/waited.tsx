import { useTicking } from "../words/ticking.tsx";
import { duration } from "../words/times.ts";
import { say } from "../words/words.ts";

/** How long somebody has waited. */
export function Waited({ since }: { since: string }): React.JSX.Element {
  const time = useTicking((now) => duration(now - Date.parse(since)));
  return <span>{say("waitedFor", { time })}</span>;
}

/** How long the desk still has to keep its promise. */
export function PromiseLeft({ until }: { until: string }): React.JSX.Element {
  const text = useTicking((now) => {
    const left = Date.parse(until) - now;
    return left >= 0
      ? say("promiseLeft", { time: duration(left) })
      : say("promiseLate", { time: duration(-left) });
  });
  const late = useTicking((now) => now > Date.parse(until));
  return <span data-late={late}>{text}</span>;
}
