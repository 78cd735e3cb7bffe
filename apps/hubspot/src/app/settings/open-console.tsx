import { Alert, Flex, Link, LoadingButton, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';
import { problemWords, type SettingsWords } from './words.ts';

/** The way into the console, for everyone with a role: an address that works once, for two minutes. */
export function OpenConsole({ t }: { t: SettingsWords }) {
  const [busy, setBusy] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async () => {
    setBusy(true);
    setProblem(null);
    await callWorker<{ url: string }>('/hubspot/settings/console', {}).then(
      (answer) => setUrl(answer.url),
      (error: unknown) => setProblem(problemWords(error, t)),
    );
    setBusy(false);
  };
  return (
    <Flex direction="column" gap="xs">
      <Text variant="microcopy">{t('console.hint')}</Text>
      {problem !== null && <Alert title={problem} variant="danger" testId="console-problem" />}
      {url === null ? (
        <LoadingButton loading={busy} onClick={() => void ask()} testId="console-open">
          {t('console.open')}
        </LoadingButton>
      ) : (
        <Link href={{ url, external: true }} onClick={() => setUrl(null)} testId="console-link">
          {t('console.link')}
        </Link>
      )}
    </Flex>
  );
}
