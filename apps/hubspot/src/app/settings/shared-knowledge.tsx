import { Alert, Button, Flex, Heading, Input, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';
import type { Sharing } from './settings-view.ts';
import { problemWords, type SettingsWords } from './words.ts';

/** One company, two helpdesks: one account owns the knowledge, the other reads it, when an admin of each agrees. */
export function SharedKnowledge({ sharing, t, onChange }: { sharing: Sharing; t: SettingsWords; onChange: () => void }) {
  const [code, setCode] = useState('');
  const [issued, setIssued] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const call = (path: string, body: object, then: (answer: { code?: string }) => void) => {
    setProblem(null);
    callWorker<{ code?: string }>(path, body).then(then, (error: unknown) => setProblem(problemWords(error, t)));
  };
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('sharing')}</Heading>
      <Text variant="microcopy">{t('sharing.hint')}</Text>
      {problem !== null && <Alert title={problem} variant="danger" testId="sharing-failed" />}
      {sharing.owner !== null && <Text testId="owner">{t('sharing.owner', { account: sharing.owner })}</Text>}
      {sharing.readers.map((reader) => (
        <Text key={reader} testId={`reader-${reader}`}>
          {t('sharing.reader', { account: reader })}
        </Text>
      ))}
      {(sharing.owner !== null || sharing.readers.length > 0) && (
        <Button variant="destructive" size="sm" onClick={() => call('/hubspot/settings/unshare', {}, onChange)} testId="unshare">
          {t('sharing.stop')}
        </Button>
      )}
      {sharing.owner === null && (
        <>
          <Button size="sm" onClick={() => call('/hubspot/settings/share', {}, (answer) => setIssued(answer.code ?? null))} testId="share">
            {t('sharing.code')}
          </Button>
          {issued !== null && (
            <>
              <Text variant="microcopy">{t('sharing.code.hint')}</Text>
              <Text testId="code">{issued}</Text>
            </>
          )}
          <Input name="code" label={t('sharing.enter')} value={code} onChange={setCode} />
          <Button size="sm" disabled={code.trim() === ''} onClick={() => call('/hubspot/settings/redeem', { code: code.trim() }, onChange)} testId="redeem">
            {t('sharing.read')}
          </Button>
        </>
      )}
    </Flex>
  );
}
