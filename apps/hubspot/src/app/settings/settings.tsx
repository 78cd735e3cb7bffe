import { Alert, Button, Divider, Flex, LoadingButton, LoadingSpinner, Text, Toggle } from '@hubspot/ui-extensions';
import { useEffect, useMemo, useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';
import { AutomationForm } from './automation-form.tsx';
import { Disconnect } from './disconnect.tsx';
import { OpenConsole } from './open-console.tsx';
import { People } from './people.tsx';
import type { Access, SettingsView } from './settings-view.ts';
import { SharedKnowledge } from './shared-knowledge.tsx';
import { problemWords, settingsWords } from './words.ts';

export type SettingsActions = {
  addAlert(alert: { type?: 'success' | 'danger'; message: string }): void;
  closeOverlay(id: string): void;
};

/** What an admin decides for the whole portal. */
export function Settings({ locale, actions }: { locale: string | undefined; actions: SettingsActions }) {
  const t = useMemo(() => settingsWords(locale), [locale]);
  const [view, setView] = useState<SettingsView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [gone, setGone] = useState(false);
  const load = () => {
    setProblem(null);
    callWorker<SettingsView>('/hubspot/settings/read', {}).then(setView, (error: unknown) => setProblem(problemWords(error, t)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the page opens.
  useEffect(load, []);
  if (gone) return <Alert title={t('leave.done')} variant="success" testId="gone" />;
  if (problem !== null)
    return (
      <Flex direction="column" gap="md">
        <Alert title={problem} variant="danger" testId="problem">
          <Button onClick={load} testId="retry">
            {t('retry')}
          </Button>
        </Alert>
        <OpenConsole t={t} />
      </Flex>
    );
  if (!view) return <LoadingSpinner label={t('loading')} showLabel={true} />;

  const { access, automation } = view;
  const change = (part: Partial<Access>) => setView({ ...view, access: { ...access, ...part } });
  const save = async () => {
    setBusy(true);
    await callWorker<SettingsView>('/hubspot/settings/save', { access, automation }).then(
      (saved) => {
        setView(saved);
        actions.addAlert({ type: 'success', message: t('saved') });
      },
      (error: unknown) => actions.addAlert({ type: 'danger', message: problemWords(error, t) }),
    );
    setBusy(false);
  };
  return (
    <Flex direction="column" gap="md">
      {!view.connected && <Alert title={t('disconnected')} variant="warning" testId="disconnected" />}
      <Text testId="release">{view.release ? t('release', { release: view.release }) : t('release.none')}</Text>
      <People access={access} choices={view.choices} change={change} t={t} />
      <AutomationForm automation={automation} accuracy={view.accuracy} change={(part) => setView({ ...view, automation: { ...automation, ...part } })} t={t} />
      <Toggle
        name="similar"
        label={t('similar')}
        checked={access.everyoneReadsAllTickets}
        onChange={(checked) => change({ everyoneReadsAllTickets: checked })}
      />
      <LoadingButton variant="primary" loading={busy} onClick={() => void save()} testId="save">
        {t('save')}
      </LoadingButton>
      <Divider />
      <OpenConsole t={t} />
      <Divider />
      <SharedKnowledge sharing={view.sharing} t={t} onChange={load} />
      <Divider />
      <Disconnect t={t} closeOverlay={actions.closeOverlay} onDone={() => setGone(true)} />
    </Flex>
  );
}
