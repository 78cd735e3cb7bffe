/** A release that does harm is taken back by itself, once, and the audit says why. */
import { expect, test } from 'vitest';
import type { AuditEntry, Proposal } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';

const { call, platform } = createClient();
const NAME = 'release-watch';
const record = platform.installation(`zendesk:${NAME}`);
const MINIMUM = 10;

// biome-ignore lint/correctness/useYield: it ends before its first sentence.
async function* brokenOff(): AsyncGenerator<never> {
  throw new Error('broken off');
}

test('agents stop using the drafts of a new release: it goes back, and stays back', async () => {
  const { token } = await createInstallation(NAME);
  await ingest(token, { article: articles });
  expect((await call('PUT', '/v1/settings', { token, body: { watch: { minimum: MINIMUM } } })).status).toBe(200);
  let asked = 0;
  const askAndJudge = async (kind: 'inserted' | 'down') => {
    const body = { ticket: exampleTicket(`90${asked++}`, `I forgot my password and cannot sign in, for the ${asked}th time.`) };
    const suggestion = (await call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
    await call('POST', '/v1/feedback', { token, body: { suggestionId: suggestion.suggestionId, kind } });
    return suggestion.releaseId;
  };
  for (let i = 0; i < MINIMUM; i++) await askAndJudge('inserted');
  const before = (await record.liveRelease())?.id;
  expect(await record.watchRelease()).toBeNull();

  const change = async (maxSentences: number) => {
    const voice = { greeting: {}, closing: {}, signature: '', bannedPhrases: [], maxSentences };
    const proposal = (await call('POST', '/v1/proposals', { token, body: { title: 'Shorter', why: 'test', change: { voice } } })).json as unknown as Proposal;
    await call('POST', `/v1/proposals/${proposal.id}/evaluate`, { token, body: {} });
    expect((await call('POST', `/v1/proposals/${proposal.id}/publish`, { token, body: { why: 'test' } })).status).toBe(200);
    return proposal.releaseId;
  };
  const harmful = await change(2);
  for (let i = 0; i < MINIMUM; i++) expect(await askAndJudge('down')).toBe(harmful);
  expect(await record.watchRelease()).toContain('agents used 0 % of what they judged, 100 % before');
  expect((await record.liveRelease())?.id).toBe(before);

  const { entries } = (await call('GET', '/v1/audit', { token })).json as unknown as { entries: AuditEntry[] };
  expect(entries.findLast((e) => e.action === 'release.rollback')).toMatchObject({ actor: 'deskgraph', subject: before, details: { from: harmful } });
  // The release before is not left by itself as well, however badly it does: a person decides.
  for (let i = 0; i < MINIMUM * 2; i++) await askAndJudge('down');
  expect(await record.watchRelease()).toBeNull();
  expect((await record.liveRelease())?.id).toBe(before);
});

test('runs that break off count against the release they ran under', async () => {
  const live = (await record.liveRelease())?.id ?? '';
  const voice = { greeting: {}, closing: {}, signature: 'x', bannedPhrases: [], maxSentences: 5 };
  const { token } = await createInstallation(NAME);
  const proposal = (await call('POST', '/v1/proposals', { token, body: { title: 'Other', why: 'test', change: { voice } } })).json as unknown as Proposal;
  await call('POST', `/v1/proposals/${proposal.id}/evaluate`, { token, body: {} });
  await call('POST', `/v1/proposals/${proposal.id}/publish`, { token, body: { why: 'test' } });
  const broken = createClient({ drafters: [{ name: 'extractive', model: null, draft: () => brokenOff() }] });
  for (let i = 0; i < MINIMUM; i++) {
    const body = { ticket: exampleTicket(`95${i}`, 'I forgot my password.') };
    const { status } = await broken.call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } });
    expect(status).toBeGreaterThanOrEqual(400);
  }
  expect((await record.liveRelease())?.id).toBe(live);
});
