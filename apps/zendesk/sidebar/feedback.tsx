import { Button, ToggleIconButton } from '@zendeskgarden/react-buttons';
import { Field, Input, Label } from '@zendeskgarden/react-forms';
import DownIcon from '@zendeskgarden/svg-icons/src/16/thumbs-down-stroke.svg?icon';
import UpIcon from '@zendeskgarden/svg-icons/src/16/thumbs-up-stroke.svg?icon';
import { useState } from 'react';
import styled from 'styled-components';
import { useSidebar } from './sidebar-context.ts';
import { Notice, Row, Strong, ToneText } from './styles.ts';

const reasons = ['wrong_facts', 'incomplete', 'wrong_article', 'wrong_tone', 'wrong_language', 'policy', 'other'] as const;

const Push = styled.span`flex: 1;`;
const Whole = styled.div`flex-basis: 100%;`;

/** Thumbs. The verdict is sent at once, so that a hurried one counts; the reason is a second, optional click. */
export function Feedback() {
  const { store, state, t } = useSidebar();
  const { verdict } = state;
  return (
    <>
      <Push />
      <ToggleIconButton
        data-testid="feedback-up"
        size="small"
        aria-label={t('feedback.up')}
        title={t('feedback.up')}
        isPressed={verdict.kind === 'up'}
        onClick={() => void store.judge('up')}
      >
        <UpIcon />
      </ToggleIconButton>
      <ToggleIconButton
        data-testid="feedback-down"
        size="small"
        aria-label={t('feedback.down')}
        title={t('feedback.down')}
        isPressed={verdict.kind === 'down'}
        onClick={() => void store.judge('down')}
      >
        <DownIcon />
      </ToggleIconButton>
      {verdict.kind === 'down' && verdict.reason === null && (
        <Whole>
          <WhyDown />
        </Whole>
      )}
      <Whole role="status">
        {verdict.status === 'sent' && (verdict.kind === 'up' || verdict.reason !== null) && <ToneText $tone="subtle">{t('feedback.thanks')}</ToneText>}
        {verdict.status === 'failed' && <ToneText $tone="danger">{t('feedback.failed')}</ToneText>}
      </Whole>
    </>
  );
}

function WhyDown() {
  const { store, t } = useSidebar();
  const [comment, setComment] = useState('');
  return (
    <Notice
      as="form"
      $tone="plain"
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        void store.judge('down', 'other', comment);
      }}
    >
      <Strong id="feedback-why">{t('feedback.why')}</Strong>
      <Row role="group" aria-labelledby="feedback-why">
        {reasons.map((reason) => (
          <Button key={reason} type="button" size="small" isPill isNeutral onClick={() => void store.judge('down', reason, comment)}>
            {t(`feedback.reason.${reason}`)}
          </Button>
        ))}
      </Row>
      <Field>
        <Label isRegular>{t('feedback.comment')}</Label>
        <Input isCompact value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
      </Field>
      {comment.trim() !== '' && (
        <Button type="submit" size="small">
          {t('feedback.send')}
        </Button>
      )}
    </Notice>
  );
}
