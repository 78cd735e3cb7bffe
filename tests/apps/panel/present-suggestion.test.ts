import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ErrorCode, errorCodes } from '#shared/errors';
import { decisionReasonSchema, degradedPartSchema, draftSchema, outcomeSchema, pathHopSchema } from '#shared/suggestion';
import { initialState, withSuggestion } from '../../../apps/panel/panel-state.ts';
import { presentArticle, presentPath, presentSimilar, safeUrl } from '../../../apps/panel/present-article.ts';
import { markQuote, presentDraft, presentOrigin } from '../../../apps/panel/present-draft.ts';
import { presentFlags, presentPanel, presentProblem, presentTags } from '../../../apps/panel/present-suggestion.ts';
import { relativeDate } from '../../../apps/panel/relative-date.ts';
import { panelMessages } from '../../../apps/panel/translate.ts';
import { answer, escalate, triage } from '../../browser/sidebar/fixtures.ts';
import { now, words } from './panel-bench.ts';

const [article] = answer.articles;
if (!article) throw new Error('no article');
const state = withSuggestion(initialState, answer, false);

test('every code of the contract has words', () => {
  const known = Object.keys(panelMessages);
  const codes = [
    ...decisionReasonSchema.shape.code.options.map((c) => `reason.${c}`),
    ...outcomeSchema.options.map((c) => `outcome.${c}`),
    ...degradedPartSchema.shape.part.options.map((c) => `degraded.${c}`),
    ...pathHopSchema.shape.kind.options.map((c) => `kind.${c}`),
    ...draftSchema.shape.removed.element.shape.reason.options.map((c) => `removed.${c}`),
  ];
  expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const view = presentProblem({ code, message: null, action: 'retry', reference: null }, words);
    expect(view.title).not.toMatch(/^problem\./);
    expect(view.text).not.toBe('');
  }
});

test('flags: the heaviest first, equals in their order, nothing said twice', () => {
  const flag = (message: string, severity: 'info' | 'warning' | 'critical') => ({ code: 'angry' as const, severity, message, evidence: [] });
  const flags = [flag('a', 'info'), flag('b', 'warning'), flag('c', 'critical'), flag('d', 'warning'), flag('e', 'critical')];
  expect(presentFlags(flags, words).map((f) => f.message)).toEqual(['c', 'e', 'b', 'd', 'a']);
  expect(presentFlags(flags, words, ['e', 'a']).map((f) => f.message)).toEqual(['c', 'b', 'd']);
  expect(presentPanel(withSuggestion(initialState, escalate, false), words).flags.map((f) => f.message)).not.toContain('The customer names a lawyer.');
});

test('tags: what can be added first, and a tag just added stays where it was', () => {
  expect(presentTags(triage.tags, {}).map((t) => [t.tag, t.state])).toEqual([
    ['refund', 'open'],
    ['bank_transfer', 'open'],
    ['payments', 'present'],
  ]);
  expect(presentTags(triage.tags, { refund: 'added', bank_transfer: 'failed' }).map((t) => [t.tag, t.state])).toEqual([
    ['refund', 'present'],
    ['bank_transfer', 'failed'],
    ['payments', 'present'],
  ]);
});

test('the panel: confidence in words, outcome, and the flag only when a person must decide', () => {
  const view = presentPanel(state, words);
  expect(view).toMatchObject({ mustEscalate: false, outcome: 'Can be answered', confidence: { label: 'High confidence' } });
  expect(view.origin).toEqual({ writer: 'Put together from the sources’ own sentences', removed: ['1 sentence left out: it promises what no policy allows'] });
  const urgent = presentPanel(withSuggestion(initialState, escalate, false), words);
  expect(urgent).toMatchObject({ mustEscalate: true, route: { group: 'Billing', priority: 'urgent' } });
  expect(urgent.reasons.map((r) => r.title)).toEqual(['A policy wants a person to decide', 'Legal threat', 'The reply is due soon']);
  // One statement: that the articles fit well is no confidence in an answer that a person has to give.
  expect(urgent.confidence).toMatchObject({ level: null, label: 'A person must decide' });
  const { words: level } = escalate.decision.confidence;
  const likely = { high: 'Very likely helps', medium: 'Probably helps', low: 'May help' }[level];
  expect(urgent.confidence?.reasons[0]).toBe(escalate.articles.length > 0 ? `Best article found: ${likely}` : undefined);
  expect(presentPanel(initialState, words)).toMatchObject({ summary: null, flags: [], articles: [], confidence: null, blocks: [] });
});

test('an article: likelihood in words, the way with its evidence', () => {
  const view = presentArticle({ ...article, updatedAt: '2026-08-17T00:00:00Z' }, words);
  expect(view).toMatchObject({
    likelihood: 'Very likely helps',
    restricted: null,
    shortWhy: 'It solved 14 tickets like this one',
    updated: { text: '3 months ago' },
  });
  expect(view.path.map((s) => [s.kind, s.relation])).toEqual([
    ['Ticket', null],
    ['Issue', 'similar to'],
    ['Resolution', 'resolved by'],
    ['Article', 'described by'],
  ]);
  expect(view.path[1]).toMatchObject({ evidence: ['ticket 812', 'ticket 813', 'ticket 901'], moreEvidence: 'and 2 more' });
  expect(view.path[3]?.evidence).toEqual(['art-refunds, version 7']);
  const odd = presentPath([{ kind: 'tag', id: 'x', label: 'x', edge: 'found_near', evidence: ['a@b@3'] }], words);
  expect(odd[0]).toMatchObject({ relation: 'found near', evidence: ['a@b, version 3'] });
  expect(presentArticle({ ...article, visibility: 'internal' }, words).restricted).toBe('Internal only');
});

test('only web addresses become links', () => {
  expect(safeUrl('https://a.example/b')).toBe('https://a.example/b');
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'JaVaScRiPt:x', '//a.example', 'ftp://a', '', 'a b']) expect(safeUrl(bad)).toBeNull();
});

test('solved tickets: when and by whom, as far as known', () => {
  const [ticket] = answer.similar;
  if (!ticket) throw new Error('no ticket');
  const at = { ...ticket, solvedAt: '2026-11-13T12:00:00Z' };
  expect(presentSimilar(at, words).solved).toBe('Solved last week by Ana');
  expect(presentSimilar({ ...at, solvedBy: null }, words).solved).toBe('Solved last week');
  expect(presentSimilar({ ...at, solvedAt: null }, words).solved).toBe('Solved by Ana');
  expect(presentSimilar({ ...at, solvedAt: 'soon', solvedBy: null }, words).solved).toBeNull();
});

test('dates: whole units of the largest that fits', () => {
  const days = (n: number) => relativeDate(new Date(now - n * 86_400_000).toISOString(), words)?.text;
  expect([0.5, 1, 6, 7, 29, 31, 364, 366, 800].map(days)).toEqual([
    'today',
    'yesterday',
    '6 days ago',
    'last week',
    '4 weeks ago',
    'last month',
    '11 months ago',
    'last year',
    '2 years ago',
  ]);
  expect(relativeDate(null, words)).toBeNull();
  expect(relativeDate('2026-08-17T00:00:00Z', words)?.exact).toContain('2026');
});

test('a draft in blocks: greeting alone, steps as a list, citations with their source', () => {
  const blocks = presentDraft(answer.draft, answer.articles, words);
  expect(blocks.map((b) => [b.kind, b.sentences.length])).toEqual([
    ['paragraph', 1],
    ['paragraph', 2],
    ['steps', 2],
    ['paragraph', 1],
  ]);
  expect(blocks[2]?.sentences[0]?.citations).toMatchObject([
    { n: 1, restricted: null },
    { n: 2, restricted: 'Internal only' },
  ]);
  expect(presentOrigin({ ...answer.draft, drafter: 'model', model: 'm-1', removed: [{ reason: 'tone', count: 0 }] }, words)).toEqual({
    writer: 'Written by m-1',
    removed: [],
  });
});

test('no draft loses a sentence, its order, or its known citations', () => {
  const kind = fc.constantFrom('greeting', 'statement', 'step', 'question', 'policy', 'closing' as const);
  const sentence = fc.record({ text: fc.string(), citations: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), kind });
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 12 }), (sentences) => {
      const shown = presentDraft({ sentences, citations: answer.draft.citations }, [], words).flatMap((b) => b.sentences);
      expect(shown.map((s) => s.text)).toEqual(sentences.map((s) => s.text));
      expect(shown.map((s) => s.citations.map((c) => c.n))).toEqual(sentences.map((s) => s.citations.filter((n) => n <= 2)));
      expect(new Set(shown.map((s) => s.key)).size).toBe(shown.length);
    }),
  );
});

test('the cited words are found whatever the white space, and marking loses nothing', () => {
  expect(markQuote('We say:\nfive  banking\ndays. Always.', 'five banking days.')).toEqual({
    before: 'We say:\n',
    quoted: 'five  banking\ndays.',
    after: ' Always.',
  });
  expect(markQuote('text', 'else')).toBeNull();
  expect(markQuote('text', ' ')).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, quote, after) => {
      const text = before + quote + after;
      const parts = markQuote(text, quote);
      if (quote.trim() === '') expect(parts).toBeNull();
      else expect(parts && parts.before + parts.quoted + parts.after).toBe(text);
    }),
  );
});
