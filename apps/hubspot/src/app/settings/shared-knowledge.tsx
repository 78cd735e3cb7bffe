import { Alert, Button, Flex, Heading, Input, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';

type Sharing = { owner: string | null; readers: string[] };

/** One company, two helpdesks: one account owns the knowledge, the other reads it, when an admin of each agrees. */
export function SharedKnowledge({ sharing, onChange }: { sharing: Sharing; onChange: () => void }) {
  const [code, setCode] = useState('');
  const [issued, setIssued] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const call = (path: string, body: object, then: (answer: { code?: string }) => void) => {
    setProblem(null);
    callWorker<{ code?: string }>(path, body).then(then, (error: unknown) => setProblem(error instanceof Error ? error.message : 'Try again.'));
  };
  return (
    <Flex direction="column" gap="sm">
      <Heading>Shared knowledge</Heading>
      <Text variant="microcopy">Knowledge and releases are read from the other account. Tickets and permissions never are.</Text>
      {problem !== null && <Alert title={problem} variant="danger" />}
      {sharing.owner !== null && <Text testId="owner">{`Reads the knowledge of ${sharing.owner}.`}</Text>}
      {sharing.readers.map((reader) => (
        <Text key={reader} testId={`reader-${reader}`}>{`${reader} reads the knowledge of this account.`}</Text>
      ))}
      {(sharing.owner !== null || sharing.readers.length > 0) && (
        <Button variant="destructive" size="sm" onClick={() => call('/hubspot/settings/unshare', {}, onChange)} testId="unshare">
          Stop sharing
        </Button>
      )}
      {sharing.owner === null && (
        <>
          <Button size="sm" onClick={() => call('/hubspot/settings/share', {}, (answer) => setIssued(answer.code ?? null))} testId="share">
            Make a code for the other account
          </Button>
          {issued !== null && <Text testId="code">{issued}</Text>}
          <Input name="code" label="Code from the other account" value={code} onChange={setCode} />
          <Button size="sm" disabled={code.trim() === ''} onClick={() => call('/hubspot/settings/redeem', { code: code.trim() }, onChange)} testId="redeem">
            Read the other account’s knowledge
          </Button>
        </>
      )}
    </Flex>
  );
}
