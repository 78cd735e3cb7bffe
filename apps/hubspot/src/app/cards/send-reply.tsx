import {
  Alert,
  Button,
  DescriptionList,
  DescriptionListItem,
  Flex,
  LoadingButton,
  LoadingSpinner,
  Modal,
  ModalBody,
  ModalFooter,
  Text,
} from '@hubspot/ui-extensions';
import { useState } from 'react';
import { presentProblem } from '../../../../panel/present-suggestion.ts';
import { type Problem, toProblem } from '../../../../panel/problem.ts';
import { useCard } from './card-context.ts';
import type { ReplyTarget } from './worker-client.ts';

const MODAL = 'deskgraph-send-reply';

type Step = { at: 'asking' } | { at: 'ready' | 'sending'; target: ReplyTarget } | { at: 'sent' } | { at: 'failed'; problem: Problem };

/** Sends to the customer, only after the agent has seen to whom, by which channel, and every word of it. */
export function SendReply() {
  const { state, client, actions, words, t } = useCard();
  const [step, setStep] = useState<Step>({ at: 'asking' });
  const { ticketId, suggestionId, draft } = state;
  const text = draft.status === 'done' ? draft.draft.text : '';

  const ask = () => {
    if (ticketId === null) return;
    setStep({ at: 'asking' });
    client.replyTarget(ticketId).then(
      (target) => setStep({ at: 'ready', target }),
      (error: unknown) => setStep({ at: 'failed', problem: toProblem(error) }),
    );
  };
  const send = async (target: ReplyTarget) => {
    if (ticketId === null || suggestionId === null) return;
    setStep({ at: 'sending', target });
    await client.reply(ticketId, { suggestionId, text, recipient: target.recipient, threadId: target.threadId }).then(
      () => setStep({ at: 'sent' }),
      (error: unknown) => setStep({ at: 'failed', problem: toProblem(error) }),
    );
  };
  if (step.at === 'sent') return <Text testId="sent">{t('send.done')}</Text>;
  const target = step.at === 'ready' || step.at === 'sending' ? step.target : null;
  return (
    <Button
      variant="secondary"
      size="xs"
      onClick={ask}
      testId="send-open"
      overlay={
        <Modal id={MODAL} title={t('send.title')} width="md">
          <ModalBody>
            <Flex direction="column" gap="sm">
              {step.at === 'asking' && <LoadingSpinner label={t('loading')} />}
              {step.at === 'failed' && <Alert title={presentProblem(step.problem, words).text} variant="danger" testId="send-failed" />}
              {target?.reason && <Alert title={target.reason} variant="warning" testId="not-sendable" />}
              {target?.sendable && (
                <>
                  <DescriptionList direction="column">
                    <DescriptionListItem label={t('send.to')}>
                      <Text testId="send-recipient">{target.recipient}</Text>
                    </DescriptionListItem>
                    <DescriptionListItem label={t('send.channel')}>
                      <Text testId="send-channel">{target.channel}</Text>
                    </DescriptionListItem>
                  </DescriptionList>
                  <Text>{t('send.text')}</Text>
                  {text.split('\n').map((paragraph, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text that does not change while it is shown.
                    <Text key={index}>{paragraph}</Text>
                  ))}
                </>
              )}
            </Flex>
          </ModalBody>
          <ModalFooter>
            {target?.sendable && (
              <LoadingButton variant="primary" loading={step.at === 'sending'} onClick={() => void send(target)} testId="send-confirm">
                {t(step.at === 'sending' ? 'send.sending' : 'send.confirm')}
              </LoadingButton>
            )}
            <Button onClick={() => actions.closeOverlay(MODAL)}>{t('send.cancel')}</Button>
          </ModalFooter>
        </Modal>
      }
    >
      {t('send.open')}
    </Button>
  );
}
