import './sandbox.ts';
import { Alert, Button, Input, Link, LoadingButton, LoadingSpinner, MultiSelect, Select, Toggle } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { createElement } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { Settings } from '../../../apps/hubspot/src/app/settings/settings.tsx';
import { type SettingsView, withRole } from '../../../apps/hubspot/src/app/settings/settings-view.ts';
import { answers, asked } from './sandbox.ts';
import { refusal } from './worker-stub.ts';

const view = (change: Partial<SettingsView> = {}): SettingsView => ({
  access: { scope: { pipelines: [], teams: [], users: [], channels: [] }, roles: { '7': 'admin' }, everyoneReadsAllTickets: false },
  automation: {
    autoTag: 'dry_run',
    tagPrefix: '',
    tagMap: {},
    setPriority: false,
    setGroup: false,
    fields: { product: '', version: '', orderNumber: '' },
    note: false,
  },
  accuracy: { tickets: 4, proposed: 6, kept: 5, missed: 1 },
  choices: { pipelines: [{ id: '0', label: 'Support' }], users: [7, 8].map((id) => ({ id: String(id), name: `User ${id}`, teams: ['Care'] })) },
  userId: '7',
  connected: true,
  release: 'rel_1',
  sharing: { owner: null, readers: [] },
  ...change,
});
const alerts: string[] = [];
const closed: string[] = [];

beforeEach(() => {
  for (const list of [asked, alerts, closed]) list.length = 0;
  for (const path of Object.keys(answers)) delete answers[path];
  answers['settings/read'] = () => view();
  answers['settings/save'] = (body) => view(body as Partial<SettingsView>);
});

async function open(locale = 'en') {
  const renderer = createRenderer('settings');
  const actions = { addAlert: ({ message }: { message: string }) => void alerts.push(message), closeOverlay: (id: string) => void closed.push(id) };
  renderer.render(createElement(Settings, { locale, actions }));
  const root = () => renderer.getRootNode();
  const until = (what: () => unknown) =>
    renderer.waitFor(() => {
      if (!what()) throw new Error('not yet');
    });
  // biome-ignore lint/suspicious/noExplicitAny: the finder wants the component, a test wants whatever carries the name.
  const named = (component: any, props: Record<string, string>) => root().maybeFind(component, props as never);
  const press = (testId: string) => (named(Button, { testId }) ?? named(LoadingButton, { testId }))?.trigger('onClick' as never);
  const choose = (name: string, value: string[]) => named(MultiSelect, { name })?.trigger('onChange' as never, value as never);
  return { root, until, named, press, choose, text: () => root().toString() };
}
async function opened(locale = 'en') {
  const page = await open(locale);
  await page.until(() => page.named(LoadingButton, { testId: 'save' }));
  return page;
}
const saved = () => asked.find((a) => a.path === 'settings/save')?.body;

describe('the settings page', () => {
  test('says that it loads, then shows the live release, the people, teams and pipelines of the portal', async () => {
    const page = await open();
    expect(page.root().maybeFind(LoadingSpinner)?.props.label).toBe('Loading the settings…');
    await page.until(() => page.text().includes('Live release: rel_1'));
    expect(page.named(MultiSelect, { name: 'users' })?.props.options).toEqual([
      { value: '7', label: 'User 7' },
      { value: '8', label: 'User 8' },
    ]);
    expect(page.named(MultiSelect, { name: 'teams' })?.props.options).toEqual([{ value: 'Care', label: 'Care' }]);
    expect(page.named(MultiSelect, { name: 'role-admin' })?.props.value).toEqual(['7']);
  });

  test('saves scope, roles and switches as they are chosen, and says so', async () => {
    const page = await opened();
    page.choose('users', ['8']);
    page.choose('channels', ['email']);
    page.choose('role-auditor', ['8']);
    page.named(Toggle, { name: 'similar' })?.trigger('onChange' as never, true as never);
    expect(page.text()).toContain('Of 6 tags for 4 solved tickets agents kept 5');
    page.named(Select, { name: 'auto-tag' })?.trigger('onChange' as never, 'on' as never);
    page.named(Toggle, { name: 'note' })?.trigger('onChange' as never, true as never);
    page.press('save');
    await page.until(() => alerts.length > 0);
    expect(alerts).toEqual(['Saved.']);
    expect(saved()).toEqual({
      access: {
        scope: { pipelines: [], teams: [], users: ['8'], channels: ['email'] },
        roles: { '7': 'admin', '8': 'auditor' },
        everyoneReadsAllTickets: true,
      },
      automation: {
        autoTag: 'on',
        tagPrefix: '',
        tagMap: {},
        setPriority: false,
        fields: { product: '', version: '', orderNumber: '' },
        setGroup: false,
        note: true,
      },
    });
  });

  test('a refused save keeps what was chosen and tells the Worker’s reason', async () => {
    answers['settings/save'] = () => refusal('forbidden', 'Only an admin.');
    const page = await opened();
    page.choose('pipelines', ['0']);
    page.press('save');
    await page.until(() => alerts.length > 0);
    expect(alerts).toEqual(['Only an admin.']);
    expect(page.named(MultiSelect, { name: 'pipelines' })?.props.value).toEqual(['0']);
  });

  test('the console is reached by an address that works once, by admins and by everyone else with a role', async () => {
    answers['settings/console'] = () => refusal('forbidden', 'The console is for whom an admin gave a role.');
    answers['settings/read'] = () => refusal('forbidden', 'Only an admin can see this page.');
    const page = await open();
    await page.until(() => page.named(LoadingButton, { testId: 'console-open' }));
    page.press('console-open');
    await page.until(() => page.named(Alert, { testId: 'console-problem' }));
    answers['settings/console'] = () => ({ url: 'https://worker.example.test/hubspot/console?token=t' });
    page.press('console-open');
    await page.until(() => page.named(Link, { testId: 'console-link' }));
    expect(page.named(Link, { testId: 'console-link' })?.props).toMatchObject({
      href: { url: 'https://worker.example.test/hubspot/console?token=t', external: true },
    });
  });

  test('someone who is no admin reads why, and can try again', async () => {
    answers['settings/read'] = () => refusal('forbidden', 'Only an admin of Deskgraph can see this page.');
    const page = await open();
    await page.until(() => page.named(Alert, { testId: 'problem' }));
    expect(page.named(Alert, { testId: 'problem' })?.props.title).toBe('Only an admin of Deskgraph can see this page.');
    answers['settings/read'] = () => view();
    page.press('retry');
    await page.until(() => page.named(LoadingButton, { testId: 'save' }));
  });

  test('a portal that lost its access, and one without knowledge, are told', async () => {
    answers['settings/read'] = () => view({ connected: false, release: null });
    const page = await opened();
    expect(page.named(Alert, { testId: 'disconnected' })).not.toBeNull();
    expect(page.text()).toContain('Nothing has been read yet');
  });

  test('knowledge is shared by a code, read by another one’s code, and shared no more', async () => {
    answers['settings/share'] = () => ({ code: 'the-code' });
    answers['settings/redeem'] = () => ({});
    answers['settings/unshare'] = () => ({});
    const page = await opened();
    page.press('share');
    await page.until(() => page.text().includes('the-code'));
    page.named(Input, { name: 'code' })?.trigger('onChange' as never, ' other ' as never);
    answers['settings/read'] = () => view({ sharing: { owner: 'zendesk:acme', readers: [] } });
    page.press('redeem');
    await page.until(() => page.text().includes('Reads the knowledge of zendesk:acme.'));
    expect(asked.find((a) => a.path === 'settings/redeem')?.body).toEqual({ code: 'other' });
    answers['settings/read'] = () => view();
    page.press('unshare');
    await page.until(() => !page.text().includes('zendesk:acme'));
  });

  test('disconnecting is confirmed first; a failure is told and leaves the page', async () => {
    answers['settings/uninstall'] = () => refusal('upstream_failed', 'HubSpot did not answer.');
    const page = await opened();
    expect(asked.map((a) => a.path)).not.toContain('settings/uninstall');
    page.press('disconnect-confirm');
    await page.until(() => page.text().includes('HubSpot did not answer.'));
    answers['settings/uninstall'] = () => ({});
    page.press('disconnect-confirm');
    await page.until(() => page.named(Alert, { testId: 'gone' }));
    expect(closed).toEqual(['deskgraph-disconnect']);
  });

  test.each([
    ['de', 'Wer Deskgraph nutzt'],
    ['pt-br', 'Quem usa o Deskgraph'],
    ['ja', 'Deskgraphを使う人'],
    ['xx', 'Who uses Deskgraph'],
    ['en-US@posix', 'Who uses Deskgraph'],
  ])('speaks %s', async (locale, words) => {
    expect((await opened(locale)).text()).toContain(words);
  });
});

test('a user has one role: the newest', () => {
  expect(withRole({ '1': 'admin', '2': 'auditor' }, 'reviewer', ['2', '3'])).toEqual({ '1': 'admin', '2': 'reviewer', '3': 'reviewer' });
  expect(withRole({ '1': 'admin', '2': 'auditor' }, 'auditor', [])).toEqual({ '1': 'admin' });
});
