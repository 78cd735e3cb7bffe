/** The desk with a language model behind it: its drafts, its death in the middle of one, and what is shown until it is back. */
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErrorBody } from '../../shared/errors.ts';
import type { Proposal } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import type { TraceView } from '../../shared/trace.ts';
import type { toOtlp } from '../../worker/governance/otlp.ts';
import { type ModelAnswer, type OpenAiServer, type Prompt, startOpenAiServer } from '../openai-server.ts';
import { startCollector } from '../servers/otlp-collector.ts';
import { launchBrowser } from './launch.ts';
import { type RunningDeskgraph, startDeskgraph } from './running-deskgraph.ts';

let model: OpenAiServer;
let deskgraph: RunningDeskgraph;
let browser: Browser;
let collector: Awaited<ReturnType<typeof startCollector>>;

beforeAll(async () => {
  model = await startOpenAiServer();
  collector = await startCollector();
  // The gate of the first release asks it already.
  model.play({ do: 'answer', answer: quoting });
  deskgraph = await startDeskgraph({
    env: {
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'sk-test',
      OPENAI_MODEL: 'scripted-1',
      OTLP_ENDPOINT: collector.url,
      OTLP_HEADERS: 'x-team=support,authorization=Bearer%20key-of-collector',
    },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await deskgraph?.stop();
  await model?.close();
  await collector?.close();
});

/** The first sentence of each source it was given, cited. */
function quoting({ data }: Prompt): ModelAnswer {
  const sources = (data.sources ?? []) as { n: number; text: string }[];
  return {
    sentences: sources.slice(0, 3).map(({ n, text }) => ({ text: text.split('\n')[0]?.split(/(?<=[.!?])\s+/)[0] ?? '', citations: [n], kind: 'statement' })),
  };
}

async function openTicket(page: Page, id: string): Promise<FrameLocator> {
  await page.goto(`${deskgraph.origin}/desk/`);
  await page
    .getByTestId('ticket-row')
    .filter({ hasText: `#${id}` })
    .first()
    .click();
  const sidebar = page.locator(`[data-testid="ticket-panel"][aria-label="Ticket ${id}"]:not([hidden]) iframe[data-testid="sidebar"]`).contentFrame();
  await sidebar.getByTestId('suggest-reply').waitFor();
  return sidebar;
}

const done = (sidebar: FrameLocator) => sidebar.locator('[data-testid="draft"][data-state="done"]').waitFor();

async function send<T>(method: string, path: string, body?: object, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${deskgraph.origin}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return (await response.json()) as T;
}
async function local<T>(method: string, path: string, body?: object, user = 'ada'): Promise<T> {
  const { token } = await send<{ token: string }>('POST', '/v1/local/token', { installation: 'demo', user, role: 'admin' });
  return send<T>(method, path, body, token);
}

test('the release names the model: another one is proposed, approved, called and taken back', async () => {
  model.play({ do: 'answer', answer: quoting, usage: { prompt_tokens: 1_000, completion_tokens: 100 } });
  const ticket = {
    id: 'model-1',
    subject: 'Battery',
    messages: [{ id: 'm1', role: 'requester', at: '2026-01-01T00:00:00Z', text: 'How do I replace the battery of my lamp?' }],
  };
  /** Which model the provider was asked for, and which the suggestion and its trace name. */
  const asked = async (attempt: number) => {
    model.requests.length = 0;
    const suggestion = await local<Suggestion>('POST', '/v1/suggestions', { ticket, attempt });
    const trace = await local<TraceView>('GET', `/v1/traces/${suggestion.traceId}`);
    const called = [...new Set(model.requests.map(({ raw }) => raw.model))];
    return { called, written: suggestion.draft.model, traced: [trace.models.drafter, trace.drafter?.model], releaseId: suggestion.releaseId };
  };
  const named = (name: string) => ({ called: [name], written: name, traced: [name, name] });
  const before = await asked(1);
  expect(before).toMatchObject(named('scripted-1'));

  const propose = (drafter: string) =>
    local<Proposal>('POST', '/v1/proposals', {
      title: `Use ${drafter}`,
      why: 'It is said to write better.',
      change: { models: { drafter, embedder: 'embedded-1' } },
    });
  const proposal = await propose('scripted-2');
  expect(proposal.changes).toEqual([expect.objectContaining({ part: 'models', before: 'scripted-1', after: 'scripted-2' })]);
  model.requests.length = 0;
  const judged = await local<Proposal>('POST', `/v1/proposals/${proposal.id}/evaluate`, {});
  expect(judged).toMatchObject({ state: 'evaluated', gate: { problems: [], model: { name: 'scripted-2' } } });
  // The gate asks both: the candidate, and what is live as its measure.
  expect(new Set(model.requests.map(({ raw }) => raw.model))).toEqual(new Set(['scripted-1', 'scripted-2']));
  expect(await asked(2)).toMatchObject(named('scripted-1'));
  await local('POST', `/v1/proposals/${proposal.id}/approve`, { why: 'tried it' }, 'ben');
  await local('POST', `/v1/proposals/${proposal.id}/publish`, { why: 'tried it' }, 'ben');
  expect(await asked(3)).toMatchObject({ ...named('scripted-2'), releaseId: proposal.releaseId });
  await local('POST', '/v1/rollback', { why: 'it writes worse' });
  expect(await asked(4)).toMatchObject({ ...named('scripted-1'), releaseId: before.releaseId });

  // One that the provider does not have is held back, and does not stand in the way of the one that is live.
  model.play((prompt) => (prompt.raw.model === 'misspelt' ? { do: 'status', status: 404 } : { do: 'answer', answer: quoting }));
  const wrong = await propose('misspelt');
  const held = await local<Proposal>('POST', `/v1/proposals/${wrong.id}/evaluate`, {});
  expect(held).toMatchObject({ state: 'proposed', gate: { ok: false, problems: [expect.stringContaining('misspelt did not write')] } });
  expect(await asked(5)).toMatchObject(named('scripted-1'));

  // Without a model where the release says so.
  const plain = await propose('extractive');
  await local('POST', `/v1/proposals/${plain.id}/evaluate`, {});
  await local('POST', `/v1/proposals/${plain.id}/publish`, { why: 'no model' });
  expect(await asked(6)).toMatchObject({ called: [], written: null, traced: ['extractive', null] });
  await local('POST', '/v1/rollback', { why: 'the model again' });
  expect(await asked(7)).toMatchObject(named('scripted-1'));
});

test('a trace is pushed to a collector that reads it with OpenTelemetry’s own definitions, and holds nobody’s words or name', async () => {
  model.play({ do: 'answer', answer: quoting, usage: { prompt_tokens: 1_000, completion_tokens: 100 } });
  const text = 'I am Wilma Ostrander, write to wilma@private.example or call +44 20 7946 0018. How do I replace the battery of my lamp?';
  const ticket = { id: 'otlp-1', subject: 'Battery', messages: [{ id: 'm1', role: 'requester', at: '2026-01-01T00:00:00Z', text }] };
  const { traceId } = await local<Suggestion>('POST', '/v1/suggestions', { ticket });
  const answered = await local('GET', `/v1/traces/${traceId}/otlp?push=1`);
  expect(collector.received).toHaveLength(1);
  const { path, headers, sent, understood, fault } = collector.received[0] ?? {};
  expect({ path, fault, sent }).toEqual({ path: 'POST /v1/traces', fault: null, sent: answered });
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-team': 'support', authorization: 'Bearer key-of-collector' });
  // Nothing was lost on the way through the definitions: every field has its name and type.
  const withoutEmpty = (value: unknown) => JSON.parse(JSON.stringify(value, (_, inner) => (Array.isArray(inner) && inner.length === 0 ? undefined : inner)));
  expect(understood).toEqual(withoutEmpty(sent));
  const spans = (answered as ReturnType<typeof toOtlp>).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const attribute = (name: string, key: string) => spans.find((span) => span.name === name)?.attributes.find((a) => a.key === key)?.value;
  expect(spans.map(({ name }) => name.replace(/ [0-9a-f]{64}$/, ''))).toEqual([
    'invoke_agent deskgraph',
    ...['normalize', 'enrich', 'retrieval', 'triage', 'decide', 'chat scripted-1', 'ground', 'route'],
  ]);
  expect(attribute('chat scripted-1', 'gen_ai.usage.input_tokens')).toEqual({ intValue: '1000' });
  expect(attribute('invoke_agent deskgraph', 'gen_ai.operation.name')).toEqual({ stringValue: 'invoke_agent' });
  expect(new Set(spans.map((span) => span.traceId)).size).toBe(1);
  expect(JSON.stringify(sent)).not.toMatch(/wilma|ostrander|private\.example|7946|replace the battery/i);

  // What it will not take is told, not lost: a refusal inside a success, too.
  const refusal = async (status: number, body: object) => {
    collector.answer(status, body);
    return local<ErrorBody>('GET', `/v1/traces/${traceId}/otlp?push=1`);
  };
  expect(await refusal(200, { partialSuccess: { rejectedSpans: '9', errorMessage: 'full' } })).toMatchObject({ error: { code: 'upstream_failed' } });
  expect(await refusal(503, {})).toMatchObject({ error: { message: 'The OTLP endpoint answered 503.' } });
});

test('a model’s draft is shown as such; one that dies on its way is replaced and said to be; then the model is back', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  model.play({ do: 'answer', answer: quoting });
  const sidebar = await openTicket(page, '9001');
  await sidebar.getByTestId('suggest-reply').click();
  await done(sidebar);
  await sidebar.getByText('Written by scripted-1').waitFor({ state: 'attached' });
  expect(model.requests.length).toBeGreaterThan(0);
  expect(JSON.stringify(model.requests.map(({ raw }) => raw.messages))).not.toContain('Wilma');

  model.play({ do: 'cut', answer: { sentences: [{ text: 'You can replace the battery.', citations: [1], kind: 'statement' }] }, after: 4, how: 'reset' });
  await sidebar.getByTestId('regenerate').click();
  await sidebar.getByTestId('degraded').waitFor();
  await done(sidebar);
  await expect.poll(() => sidebar.getByText('Written by scripted-1').count()).toBe(0);
  expect((await sidebar.getByTestId('draft').innerText()).length).toBeGreaterThan(60);
  expect(await sidebar.getByTestId('citation').count()).toBeGreaterThan(0);

  model.play({ do: 'answer', answer: quoting });
  await sidebar.getByTestId('regenerate').click();
  await sidebar.getByText('Written by scripted-1').waitFor({ state: 'attached' });
  await page.close();
});
