import { Accordion, Alert, Flex, LoadingButton, Text, TextArea } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { presentEscalated } from '../../../../panel/present-suggestion.ts';
import { useCard } from './card-context.ts';
import { ProblemAlert } from './notices.tsx';

/** First on the card when a person must decide: why, where it goes, and the button that sends it there. */
export function EscalationFlag() {
  const { state, view, t } = useCard();
  return (
    <Flex direction="column" gap="sm">
      <Alert title={t('escalate.title')} variant="danger" testId="escalation-flag">
        {view.reasons.map((reason) => `${reason.title}${t('reason.stop')} ${reason.message}`.trim()).join(' ')}
      </Alert>
      <HandOverForm key={state.ticketId} urgent={true} />
    </Flex>
  );
}

/** The same door for a ticket that nothing forces through it. */
export function HandOver() {
  const { state, view, t } = useCard();
  if (!view.route) return null;
  return (
    <Accordion title={t('escalate.other')} size="sm">
      <HandOverForm key={state.ticketId} urgent={false} />
    </Accordion>
  );
}

function HandOverForm({ urgent }: { urgent: boolean }) {
  const { state, store, view, words, t } = useCard();
  const [edited, setEdited] = useState<string | null>(null);
  const { escalation, handover } = state;
  const group = view.route?.group ?? null;
  const note = edited !== null && edited.trim() !== '' ? edited : null;
  if (escalation.status === 'done') {
    const result = presentEscalated(escalation.result, words);
    const text = result.group ? t('escalate.doneTo', { title: result.title, group: result.group }) : result.title;
    if (!result.failed) return <Alert title={text} variant="success" testId="escalated" />;
  }
  return (
    <Flex direction="column" gap="sm">
      {view.route && (
        <Text testId="route">
          {[`${t('escalate.to')} ${group ?? t('escalate.noGroup')}`, view.route.priority, view.route.tags.join(', ')].filter(Boolean).join(' · ')}
        </Text>
      )}
      {handover === null ? (
        <Text variant="microcopy">{t('escalate.noteLater')}</Text>
      ) : (
        <TextArea name="handover" label={t('escalate.noteLabel')} rows={6} value={edited ?? handover} onChange={setEdited} />
      )}
      {escalation.status === 'failed' && <ProblemAlert of="escalation" problem={escalation.problem} onRetry={() => void store.escalate({ group, note })} />}
      <LoadingButton
        variant={urgent ? 'destructive' : 'secondary'}
        size="sm"
        loading={escalation.status === 'sending'}
        onClick={() => void store.escalate({ group, note })}
        testId="escalate"
      >
        {escalation.status === 'sending' ? t('escalate.sending') : group ? t('escalate.buttonTo', { group }) : t('escalate.button')}
      </LoadingButton>
    </Flex>
  );
}
