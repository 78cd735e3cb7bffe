import { Alert, Button, Divider, Flex, Heading, LoadingButton, LoadingSpinner, MultiSelect, Text, Toggle } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import { callWorker } from '../cards/call-worker.ts';
import { SharedKnowledge } from './shared-knowledge.tsx';

export type Access = {
  scope: { pipelines: string[]; teams: string[]; users: string[]; channels: string[] };
  roles: Record<string, string>;
  everyoneReadsAllTickets: boolean;
  autoTriage: boolean;
};
export type SettingsView = {
  access: Access;
  choices: { pipelines: { id: string; label: string }[]; users: { id: string; name: string; teams: string[] }[] };
  userId: string;
  connected: boolean;
  release: string | null;
  sharing?: { owner: string | null; readers: string[] };
};

const CHANNELS = ['email', 'web', 'chat', 'messaging', 'phone', 'api', 'other'];
type AddAlert = (alert: { type?: 'success' | 'danger'; message: string }) => void;

/** What an admin decides for the whole portal. */
export function Settings({ alert }: { alert: AddAlert }) {
  const [view, setView] = useState<SettingsView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const load = () => {
    setProblem(null);
    callWorker<SettingsView>('/hubspot/settings/read', {}).then(setView, (error: unknown) => setProblem(wordsOf(error)));
  };
  useEffect(load, []);
  const change = (part: Partial<Access>) => view && setView({ ...view, access: { ...view.access, ...part } });
  const save = async () => {
    if (!view) return;
    setBusy(true);
    await callWorker<SettingsView>('/hubspot/settings/save', view.access).then(
      (saved) => {
        setView(saved);
        alert({ type: 'success', message: 'Saved.' });
      },
      (error: unknown) => alert({ type: 'danger', message: wordsOf(error) }),
    );
    setBusy(false);
  };
  if (problem !== null)
    return (
      <Alert title={problem} variant="danger" testId="problem">
        <Button onClick={load}>Try again</Button>
      </Alert>
    );
  if (!view) return <LoadingSpinner label="Loading the settings…" showLabel={true} />;
  const { access, choices } = view;
  const scope = (part: Partial<Access['scope']>) => change({ scope: { ...access.scope, ...part } });
  const admins = Object.keys(access.roles).filter((id) => access.roles[id] === 'admin');
  const users = choices.users.map(({ id, name }) => ({ value: id, label: name }));
  const teams = [...new Set(choices.users.flatMap((user) => user.teams))].map((team) => ({ value: team, label: team }));
  return (
    <Flex direction="column" gap="md">
      {!view.connected && <Alert title="HubSpot does not let Deskgraph in. Install it again." variant="warning" testId="disconnected" />}
      <Text>{view.release ? `Live release: ${view.release}` : 'Nothing has been read yet: connect your knowledge base in Deskgraph’s console.'}</Text>
      <Heading>Who uses Deskgraph</Heading>
      <Text variant="microcopy">An empty list means everyone.</Text>
      <MultiSelect name="users" label="People" options={users} value={access.scope.users} onChange={(value) => scope({ users: value.map(String) })} />
      <MultiSelect name="teams" label="Teams" options={teams} value={access.scope.teams} onChange={(value) => scope({ teams: value.map(String) })} />
      <MultiSelect
        name="pipelines"
        label="Pipelines"
        options={choices.pipelines.map(({ id, label }) => ({ value: id, label }))}
        value={access.scope.pipelines}
        onChange={(value) => scope({ pipelines: value.map(String) })}
      />
      <MultiSelect
        name="channels"
        label="Channels"
        options={CHANNELS.map((channel) => ({ value: channel, label: channel }))}
        value={access.scope.channels}
        onChange={(value) => scope({ channels: value.map(String) })}
      />
      <MultiSelect
        name="admins"
        label="Admins of Deskgraph"
        options={users}
        value={admins}
        onChange={(value) => {
          const others = Object.entries(access.roles).filter(([, role]) => role !== 'admin');
          change({ roles: Object.fromEntries([...others, ...value.map((id) => [String(id), 'admin'])]) });
        }}
      />
      <Heading>What it does</Heading>
      <Toggle
        name="auto-triage"
        label="Tag new tickets and messages by itself"
        checked={access.autoTriage}
        onChange={(checked) => change({ autoTriage: checked })}
      />
      <Toggle
        name="similar"
        label="Show solved tickets: everyone here may read all tickets"
        checked={access.everyoneReadsAllTickets}
        onChange={(checked) => change({ everyoneReadsAllTickets: checked })}
      />
      <LoadingButton variant="primary" loading={busy} onClick={() => void save()} testId="save">
        Save
      </LoadingButton>
      <Divider />
      <SharedKnowledge sharing={view.sharing ?? { owner: null, readers: [] }} onChange={load} />
    </Flex>
  );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'Something went wrong. Try again.');
