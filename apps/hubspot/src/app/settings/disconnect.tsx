import { Alert, Button, Flex, Heading, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';
import { problemWords, type SettingsWords } from './words.ts';

const MODAL = 'deskgraph-disconnect';

/** Uninstalls and deletes, after an admin has read what that means. */
export function Disconnect({ t, closeOverlay, onDone }: { t: SettingsWords; closeOverlay: (id: string) => void; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async () => {
    setBusy(true);
    setProblem(null);
    await callWorker('/hubspot/settings/uninstall', { confirm: true }).then(
      () => {
        closeOverlay(MODAL);
        onDone();
      },
      (error: unknown) => setProblem(problemWords(error, t)),
    );
    setBusy(false);
  };
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('leave')}</Heading>
      <Button
        variant="destructive"
        size="sm"
        testId="disconnect"
        overlay={
          <Modal id={MODAL} title={t('leave.title')} width="md">
            <ModalBody>
              {problem !== null && <Alert title={problem} variant="danger" testId="disconnect-failed" />}
              <Text>{t('leave.what')}</Text>
            </ModalBody>
            <ModalFooter>
              <LoadingButton variant="destructive" loading={busy} onClick={() => void leave()} testId="disconnect-confirm">
                {t('leave.confirm')}
              </LoadingButton>
              <Button onClick={() => closeOverlay(MODAL)}>{t('leave.cancel')}</Button>
            </ModalFooter>
          </Modal>
        }
      >
        {t('leave.open')}
      </Button>
    </Flex>
  );
}
