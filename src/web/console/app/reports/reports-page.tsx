import { Spinner } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { type ApiReply, apiRequest } from "../api/request.ts";
import type { Reports } from "../api/schemas.ts";
import { say, sayCount } from "../i18n/messages.ts";

/** Renders a bar chart of answer counts. */
function Bars({ rows }: { rows: readonly { name: string; count: number }[] }): React.JSX.Element {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <dl className="bars">
      {rows.map(({ name, count }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span className="bar" style={{ inlineSize: `${(100 * count) / most}%` }} />
            {count}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const scores = ["5", "4", "3", "2", "1"] as const;

/** Renders the satisfaction ratings of agents and of the bot. */
export function ReportsPage(): React.JSX.Element {
  const [answered, setAnswered] = useState<ApiReply<Reports> | null>(null);
  useEffect(() => void apiRequest<Reports>("reports").then(setAnswered), []);
  return (
    <main className="page" id="talk" tabIndex={-1}>
      <header className="page-top">
        <h1>{say("reportsTitle")}</h1>
      </header>
      {answered === null && <Spinner label={say("loading")} />}
      {answered !== null && answered.kind !== "ok" && <p role="alert">{say("entryAway")}</p>}
      {answered?.kind === "ok" && <Figures reports={answered.body} />}
    </main>
  );
}

function Figures({ reports: { csat, solved } }: { reports: Reports }): React.JSX.Element {
  return (
    <div className="reports">
      <section>
        <h2>{say("reportCsat")}</h2>
        <p>{say("reportCsatHint")}</p>
        <p className="figure">
          {csat.average === null
            ? say("reportNone")
            : say("reportOfFive", { average: csat.average.toFixed(1) })}
        </p>
        <p>{sayCount("reportAnswersOne", "reportAnswersMany", csat.count)}</p>
        <Bars
          rows={scores.map((score) => ({
            name: say("reportStars", { score }),
            count: csat.byScore[score],
          }))}
        />
      </section>
      <section>
        <h2>{say("reportSolved")}</h2>
        <p>{say("reportSolvedHint")}</p>
        <p className="figure">
          {solved.count === 0 ? say("reportNone") : `${Math.round((100 * solved.yes) / solved.count)} %`}
        </p>
        <p>{sayCount("reportAnswersOne", "reportAnswersMany", solved.count)}</p>
        <Bars
          rows={[
            { name: say("reportYes"), count: solved.yes },
            { name: say("reportPartly"), count: solved.partly },
            { name: say("reportNo"), count: solved.no },
          ]}
        />
      </section>
    </div>
  );
}
