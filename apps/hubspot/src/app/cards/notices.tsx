import { Alert, Button, Flex, Text } from '@hubspot/ui-extensions';
import { presentProblem } from '../../../../panel/present-suggestion.ts';
import type { Problem } from '../../../../panel/problem.ts';
import { useCard } from './card-context.ts';

/** A failure: what went wrong, and a button that helps where one can. */
export function ProblemAlert({ problem, onRetry, of }: { problem: Problem; onRetry: () => void; of: 'opening' | 'draft' | 'escalation' | 'ability' }) {
  const { words, t } = useCard();
  const { title, text, action, reference } = presentProblem(problem, words);
  return (
    <Alert title={title} variant="danger" testId={`problem-${of}`}>
      <Flex direction="column" gap="xs">
        <Text>{text}</Text>
        {reference && <Text variant="microcopy">{t('reference', { id: reference })}</Text>}
        {action !== 'none' && (
          <Button size="xs" onClick={onRetry} testId={`retry-${of}`}>
            {t('retry')}
          </Button>
        )}
      </Flex>
    </Alert>
  );
}

/** Above everything: what keeps the card from doing its job in full. */
export function Notices() {
  const { state, store, view, t } = useCard();
  const parts = [...new Set(view.degraded.map((part) => part.title))].join(', ');
  return (
    <>
      {state.opening.status === 'error' && <ProblemAlert of="opening" problem={state.opening.problem} onRetry={() => void store.open()} />}
      {state.outdated && state.draft.status !== 'streaming' && (
        <Alert title={t('outdated')} variant="info" testId="outdated">
          <Button size="xs" onClick={() => void store.open()}>
            {t('outdated.refresh')}
          </Button>
        </Alert>
      )}
      {view.degraded.length > 0 && (
        <Alert title={t('degraded.some', { parts })} variant="warning" testId="degraded">
          {view.degraded.map((part) => part.message).join(' ')}
        </Alert>
      )}
    </>
  );
}

/** The one thing to do now. */
export function NextAction() {
  const { view, t } = useCard();
  if (!view.nextAction) return null;
  const { label, reason } = view.nextAction;
  return (
    <Flex direction="column" gap="flush">
      <Text testId="next-action">
        {t('next')}:{' '}
        <Text inline={true} format={{ fontWeight: 'bold' }}>
          {label}
        </Text>
      </Text>
      {reason && !view.mustEscalate && <Text variant="microcopy">{reason}</Text>}
    </Flex>
  );
}

const variants = { critical: 'danger', warning: 'warning', info: 'info' } as const;

/** What triage warns of, the heaviest first. */
export function Flags() {
  const { view } = useCard();
  return (
    <>
      {view.flags.map((flag) => (
        <Alert key={flag.key} title={`${flag.severityLabel}: ${flag.message}`} variant={variants[flag.severity]} testId={`flag-${flag.key}`} />
      ))}
    </>
  );
}
