import type { GateReport } from '#shared/governance';
import { useConsole } from '../console-context.ts';

/** What the gate found, test by test, and why it holds the change back. */
export function GateView({ gate }: { gate: GateReport }) {
  const { t, when, number, usd, ms } = useConsole();
  const { golden, heldBack, privacy, injection, latency, cost, model } = gate;
  const beside = (value: string, live: string | null): string => (live === null ? value : t('gate.live', { value, live }));
  const lines: [string, string][] = [
    [t('gate.golden'), golden.total === 0 ? t('gate.golden.none') : t('gate.golden.kept', { kept: golden.total - golden.failed.length, total: golden.total })],
    [
      t('gate.heldBack'),
      heldBack.n === 0
        ? t('gate.heldBack.none')
        : t('gate.heldBack.found', { n: heldBack.n, mrr: number(heldBack.mrr, 2), live: number(heldBack.baselineMrr, 2) }),
    ],
    [t('gate.privacy'), t('gate.tries', { count: privacy.leaks, n: privacy.runs })],
    [t('gate.injection'), t('gate.tries', { count: injection.unauthorised, n: injection.runs })],
    [t('gate.latency'), beside(t('gate.latency.p95', { time: ms(latency.p95Ms) }), latency.baseP95Ms === null ? null : ms(latency.baseP95Ms))],
    [t('gate.cost'), beside(usd(cost.usd), cost.baseUsd === null ? null : usd(cost.baseUsd))],
    [t('gate.model'), t('gate.model.failed', model)],
  ];
  return (
    <section data-testid="gate">
      <h4>
        {t(gate.ok ? 'gate.passed' : 'gate.held')} <span className="detail">{when(gate.at)}</span>
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
          <strong>{t('gate.golden.one', { id })}</strong> {problems.join('; ')}
        </p>
      ))}
    </section>
  );
}
