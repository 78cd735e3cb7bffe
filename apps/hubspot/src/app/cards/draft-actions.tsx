import { Alert, Button, Flex, LoadingButton, Select, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { useCard } from './card-context.ts';
import { SendReply } from './send-reply.tsx';

const reasons = ['wrong_facts', 'incomplete', 'wrong_article', 'wrong_tone', 'wrong_language', 'policy', 'other'] as const;

/** What can be done with a finished draft. Copying comes first: HubSpot's composer can be written into by hand alone. */
export function DraftActions() {
  const { store, state, view, t } = useCard();
  const { copied } = state;
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="xs" wrap="wrap">
        <Button variant={view.mustEscalate ? 'secondary' : 'primary'} size="xs" onClick={() => void store.copy()} testId="copy-draft">
          {t('copy')}
        </Button>
        <Comment key={`comment ${state.suggestionId}`} />
        <SendReply key={`send ${state.suggestionId}`} />
        <Button variant="transparent" size="xs" onClick={() => void store.regenerate()} testId="regenerate">
          {t('regenerate')}
        </Button>
      </Flex>
      {copied === 'yes' && <Alert title={t('copy.paste')} variant="success" testId="copied" />}
      {copied === 'failed' && <Alert title={t('copy.failed')} variant="warning" testId="copy-failed" />}
      <Feedback />
    </Flex>
  );
}

/** The draft as a comment on the conversation, which agents alone see. */
function Comment() {
  const { state, client, t } = useCard();
  const [sent, setSent] = useState<'no' | 'working' | 'yes' | 'failed'>('no');
  const add = async () => {
    if (state.draft.status !== 'done' || state.ticketId === null || state.suggestionId === null) return;
    setSent('working');
    await client.comment(state.ticketId, state.suggestionId, state.draft.draft.text).then(
      () => setSent('yes'),
      () => setSent('failed'),
    );
  };
  if (sent === 'yes') return <Text testId="commented">{t('comment.done')}</Text>;
  return (
    <>
      <LoadingButton variant="secondary" size="xs" loading={sent === 'working'} onClick={() => void add()} testId="comment">
        {t(sent === 'working' ? 'comment.adding' : 'comment.add')}
      </LoadingButton>
      {sent === 'failed' && <Text testId="comment-failed">{t('problem.unknownHint')}</Text>}
    </>
  );
}

/** The verdict is sent at once, so that a hurried one counts; the reason is a second, optional choice. */
function Feedback() {
  const { store, state, t } = useCard();
  const { verdict } = state;
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" gap="xs">
        <Button size="xs" variant={verdict.kind === 'up' ? 'primary' : 'transparent'} onClick={() => void store.judge('up')} testId="feedback-up">
          {t('feedback.up')}
        </Button>
        <Button size="xs" variant={verdict.kind === 'down' ? 'primary' : 'transparent'} onClick={() => void store.judge('down')} testId="feedback-down">
          {t('feedback.down')}
        </Button>
      </Flex>
      {verdict.kind === 'down' && verdict.reason === null && (
        <Select
          name="feedback-reason"
          label={t('feedback.why')}
          options={reasons.map((reason) => ({ value: reason, label: t(`feedback.reason.${reason}`) }))}
          onChange={(reason) => void store.judge('down', reason as (typeof reasons)[number])}
        />
      )}
      {verdict.status === 'sent' && (verdict.kind === 'up' || verdict.reason !== null) && <Text testId="thanks">{t('feedback.thanks')}</Text>}
      {verdict.status === 'failed' && <Text>{t('feedback.failed')}</Text>}
    </Flex>
  );
}
