import { Button } from '@zendeskgarden/react-buttons';
import { Field, Label, Textarea } from '@zendeskgarden/react-forms';
import ErrorIcon from '@zendeskgarden/svg-icons/src/16/alert-error-fill.svg?icon';
import CheckIcon from '@zendeskgarden/svg-icons/src/16/check-circle-stroke.svg?icon';
import { useState } from 'react';
import styled from 'styled-components';
import { presentEscalated, type ReasonView } from '../../panel/present-suggestion.ts';
import { Disclosure } from './disclosure.tsx';
import { ProblemBox } from './problem-box.tsx';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { IconRow, Meta, Notice, Stack, Strong, ToneText } from './styles.ts';

const shownReasons = 2;

/** A group's name may be longer than the panel is wide. */
const WrappingButton = styled(Button)`
  && { height: auto; min-height: 32px; max-width: 100%; padding-block: 5px; line-height: 20px; white-space: normal; overflow-wrap: anywhere; }
`;

/** First on the panel when a person must decide: why, where it goes, and the button that sends it there. */
export function EscalationFlag() {
  const { state, view, t } = useSidebar();
  const rest = view.reasons.slice(shownReasons);
  return (
    <Notice as="section" $tone="danger" data-testid="escalation-flag" aria-label={t('escalate.title')}>
      <IconRow>
        <ToneText $tone="danger" as={ErrorIcon} />
        <Stack $gap={4}>
          <Strong as="h2">{t('escalate.title')}</Strong>
          <Reasons reasons={view.reasons.slice(0, shownReasons)} />
          {rest.length > 0 && (
            <Disclosure label={t.plural('escalate.more', rest.length)}>
              <Reasons reasons={rest} />
            </Disclosure>
          )}
        </Stack>
      </IconRow>
      <HandOverForm key={state.ticketId} isUrgent />
    </Notice>
  );
}

function Reasons({ reasons }: { reasons: ReasonView[] }) {
  const { t } = useSidebar();
  return (
    <Stack as="ul" $gap={4}>
      {reasons.map((reason) => (
        <li key={reason.key}>
          <Strong>
            {reason.title}
            {t('reason.stop')}
          </Strong>{' '}
          {reason.message}
        </li>
      ))}
    </Stack>
  );
}

/** The same door for a ticket that nothing forces through it. */
export function HandOver() {
  const { state, view, t } = useSidebar();
  if (!view.route) return null;
  return (
    <Section title={t('escalate.other')}>
      <HandOverForm key={state.ticketId} />
    </Section>
  );
}

function HandOverForm({ isUrgent = false }: { isUrgent?: boolean }) {
  const { state, store, view, words, t } = useSidebar();
  const [edited, setEdited] = useState<string | null>(null);
  const { escalation, handover } = state;
  const group = view.route?.group ?? null;

  if (escalation.status === 'done') {
    const result = presentEscalated(escalation.result, words);
    const text = result.group ? t('escalate.doneTo', { title: result.title, group: result.group }) : result.title;
    if (!result.failed) {
      return (
        <IconRow role="status">
          <ToneText $tone="success" as={CheckIcon} />
          <Strong>{text}</Strong>
        </IconRow>
      );
    }
  }
  const refused = escalation.status === 'done';
  const sending = escalation.status === 'sending';
  return (
    <Stack $gap={6}>
      <Where />
      <Disclosure label={t('escalate.note')}>
        {handover === null ? (
          <Meta>{t('escalate.noteLater')}</Meta>
        ) : (
          <Field>
            <Label hidden>{t('escalate.noteLabel')}</Label>
            <Textarea
              isCompact
              rows={8}
              maxLength={20_000}
              value={edited ?? handover}
              onChange={(event) => setEdited(event.target.value)}
              onBlur={() => edited?.trim() === '' && setEdited(null)}
            />
          </Field>
        )}
      </Disclosure>
      {escalation.status === 'failed' && <ProblemBox problem={escalation.problem} onRetry={() => void store.escalate({ group, note: edited })} />}
      {refused && (
        <ToneText $tone="danger" role="alert">
          {t('effect.failed')}
        </ToneText>
      )}
      <div>
        <WrappingButton
          data-testid="escalate"
          size="small"
          isDanger={isUrgent}
          isPrimary={isUrgent}
          aria-disabled={sending || state.sessionEnded}
          onClick={() => {
            if (!sending && !state.sessionEnded) void store.escalate({ group, note: edited });
          }}
        >
          {sending ? t('escalate.sending') : group ? t('escalate.buttonTo', { group }) : t('escalate.button')}
        </WrappingButton>
      </div>
    </Stack>
  );
}

/** Group, priority and tags it will get, and the rule that says so. */
function Where() {
  const { view, t } = useSidebar();
  if (!view.route) return null;
  const { group, priority, tags, rule } = view.route;
  return (
    <Meta title={rule ? t('escalate.rule', { rule }) : undefined}>
      {t('escalate.to')} <Strong>{group ?? t('escalate.noGroup')}</Strong>
      {priority && ` · ${priority}`}
      {tags.length > 0 && ` · ${t('escalate.tags')}: ${tags.join(', ')}`}
    </Meta>
  );
}
