import type { Change } from '#shared/governance';

/** Differences in words, before beside after. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  if (changes.length === 0) return <p>The same as what is live.</p>;
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ part, what, before, after }) => (
            <tr key={`${part} ${what}`}>
              <th scope="row">
                {what} <span className="detail">{part}</span>
              </th>
              <td>{before ?? '—'}</td>
              <td>{after ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
