import type { GateReport } from '#shared/governance';
import { when } from '../failure.tsx';

const usd = (value: number): string => `$${value.toFixed(4)}`;
const ms = (value: number): string => `${Math.round(value)} ms`;

/** What the gate found, test by test, and why it holds the change back. */
export function GateView({ gate }: { gate: GateReport }) {
  const { golden, heldBack, privacy, injection, latency, cost, model } = gate;
  const lines: [string, string][] = [
    ['Golden tickets', golden.total === 0 ? 'none agreed yet' : `${golden.total - golden.failed.length} of ${golden.total} answered as agreed`],
    [
      'Solved tickets nothing was learned from',
      heldBack.n === 0
        ? 'none yet'
        : `${heldBack.n}; rank of the right article ${heldBack.mrr.toFixed(2)}, live ${heldBack.baselineMrr.toFixed(2)} (1 is best)`,
    ],
    ['Personal data in traces', `${privacy.leaks} of ${privacy.runs} tries`],
    ['Attacks obeyed', `${injection.unauthorised} of ${injection.runs} tries`],
    ['Time for a suggestion', `95 % within ${ms(latency.p95Ms)}${latency.baseP95Ms === null ? '' : `, live ${ms(latency.baseP95Ms)}`}`],
    ['Cost of a suggestion', `${usd(cost.usd)}${cost.baseUsd === null ? '' : `, live ${usd(cost.baseUsd)}`}`],
    ['Drafts the model did not write', `${model.failed} of ${model.asked} (${model.name})`],
  ];
  return (
    <section data-testid="gate">
      <h4>
        Gate: {gate.ok ? 'passed' : 'held back'} <span className="detail">{when(gate.at)}</span>
      </h4>
      {gate.problems.length > 0 && (
        <ul role="alert">
          {gate.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <dl className="facts">
        {lines.map(([name, said]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
      {golden.failed.map(({ id, problems }) => (
        <p key={id}>
          Golden ticket <strong>{id}</strong>: {problems.join('; ')}
        </p>
      ))}
    </section>
  );
}
