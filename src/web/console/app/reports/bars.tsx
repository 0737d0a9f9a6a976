/** How often each answer was given, as bars with their numbers. */
export function Bars({ rows }: { rows: readonly { name: string; count: number }[] }): React.JSX.Element {
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
