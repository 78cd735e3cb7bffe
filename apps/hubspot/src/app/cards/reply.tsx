import { Accordion, Button, Flex, List, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { useCard } from './card-context.ts';
import { DraftActions } from './draft-actions.tsx';
import { DraftText } from './draft-text.tsx';
import { ProblemAlert } from './notices.tsx';

/** The button, what came of it, and what can be done with that. */
export function Reply() {
  const { state, store, client, actions, view, t } = useCard();
  const { draft } = state;
  const streaming = draft.status === 'streaming';
  const done = draft.status === 'done';
  const watch = async () => {
    const uri = await client.page(state.ticketId ?? '').catch(() => null);
    if (uri === null) actions.addAlert({ type: 'danger', message: t('problem.unknownHint') });
    else actions.openIframeModal({ uri, width: 720, height: 560, title: t('window.title') });
  };
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="sm" wrap="wrap">
        <Button
          variant={done || view.mustEscalate ? 'secondary' : 'primary'}
          size="sm"
          disabled={streaming}
          onClick={() => void store.suggest()}
          testId="suggest-reply"
        >
          {t('suggest')}
        </Button>
        <Button variant="transparent" size="sm" onClick={() => void watch()} testId="watch">
          {t('window')}
        </Button>
      </Flex>
      {view.confidence && (
        <Accordion title={view.confidence.label} size="xs">
          <List>
            {[...new Set([...view.confidence.reasons, ...view.reasons.map((reason) => reason.message)])].filter(Boolean).map((reason) => (
              <Text key={reason}>{reason}</Text>
            ))}
          </List>
        </Accordion>
      )}
      {view.blocks.length > 0 && <DraftText blocks={view.blocks} />}
      {streaming && <LoadingSpinner label={t('writing')} showLabel={true} size="xs" />}
      {done && view.blocks.length === 0 && <Text testId="draft-empty">{t('draft.empty')}</Text>}
      {draft.status === 'error' && (
        <>
          {view.blocks.length > 0 && <Text variant="microcopy">{t('draft.partial')}</Text>}
          <ProblemAlert of="draft" problem={draft.problem} onRetry={() => void store.retry()} />
        </>
      )}
      {done && view.blocks.length > 0 && <DraftActions />}
      {done && view.origin && (
        <Accordion title={t('draft.origin')} size="xs">
          <List>
            <Text>{view.origin.writer}</Text>
            {draft.prepared && <Text>{t('reply.prepared')}</Text>}
            {view.origin.removed.map((line) => (
              <Text key={line}>{line}</Text>
            ))}
            {state.evidence && <Text variant="microcopy">{t('provenance', { release: state.evidence.releaseId, trace: state.evidence.traceId })}</Text>}
          </List>
        </Accordion>
      )}
    </Flex>
  );
}
