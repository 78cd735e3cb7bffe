/** What the Worker would answer the card, and everything the card asked of it. */
import type { SuggestionEvent } from '../../../shared/api.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Suggestion } from '../../../shared/suggestion.ts';
import { type Answers, answers, asked } from './sandbox.ts';

export { answers, asked };

export const refusal = (code: ErrorCode, message: string, retryable = false) => ({ error: { code, message, requestId: 'req_1', retryable } });

export function suggestion(change: Partial<Suggestion> = {}): Suggestion {
  return {
    suggestionId: 'sug_1',
    ticketId: '35',
    releaseId: 'rel_1',
    traceId: 'trc_1',
    summary: 'Pat wants the money back.',
    triage: {
      tags: [
        { tag: 'refund', confidence: 0.9, reasons: ['as in 12 tickets'], present: false },
        { tag: 'billing', confidence: 0.8, reasons: [], present: true },
      ],
      flags: [{ code: 'vip', severity: 'warning', message: 'A gold customer.', evidence: [] }],
      language: { value: 'en', confidence: 1 },
    } as unknown as Suggestion['triage'],
    articles: [
      {
        id: 'a1',
        title: 'Refunds',
        url: 'https://help.acme.test/refunds',
        version: '1',
        visibility: 'internal',
        updatedAt: null,
        score: 1,
        confidence: 0.9,
        passageIds: ['a1#0'],
        why: { reasons: ['Solved 9 tickets like this'], path: [{ kind: 'article', id: 'a1', label: 'Refunds', edge: null, evidence: ['a1@1'] }] },
      },
    ],
    similar: [{ id: '12', subject: 'Money back', solvedAt: null, solvedBy: 'Kim', resolution: 'Sent back.', articleIds: [], similarity: 0.9 }],
    degraded: [],
    decision: { outcome: 'answer', reasons: [], confidence: { value: 0.9, words: 'high', reasons: ['Two sources agree'] } },
    nextAction: { kind: 'send_reply', label: 'Send the reply', reason: '', macroId: null },
    route: { mode: 'draft_for_agent', group: 'Billing', priority: 'high', tags: ['refund'], rule: 'r1' },
    draft: {
      sentences: [
        { text: 'Hello Pat,', citations: [], kind: 'greeting' },
        { text: 'We send it back within five days.', citations: [1], kind: 'statement' },
        { text: 'Open Billing.', citations: [1], kind: 'step' },
      ],
      citations: [{ n: 1, passageId: 'a1#0', articleId: 'a1', title: 'Refunds', url: 'https://help.acme.test/refunds', quote: 'within five days' }],
      text: 'Hello Pat,\n\nWe send it back within five days.\n1. Open Billing.',
      language: 'en',
      drafter: 'extractive',
      model: null,
      removed: [{ reason: 'unsupported', count: 1 }],
    },
    handover: 'Wants a refund.',
    createdAt: '2026-01-01T00:00:00Z',
    ...change,
  };
}

export function eventsOf(s: Suggestion, until: unknown): { events: SuggestionEvent[] } {
  const { decision, nextAction, route, draft: _, handover, createdAt: __, ...evidence } = s;
  const events: SuggestionEvent[] = [
    { type: 'evidence', data: evidence },
    { type: 'decision', data: { decision, nextAction, route, handover } },
  ];
  if (until === 'draft') events.push({ type: 'suggestion', data: s });
  return { events: [...events, { type: 'done', data: { suggestionId: s.suggestionId, traceId: s.traceId } }] };
}

/** Everything answers well. */
export function answerWell(s: Suggestion = suggestion()): void {
  asked.length = 0;
  for (const key of Object.keys(answers)) delete answers[key];
  Object.assign(answers, {
    'card/suggestion': (body) => eventsOf(s, body.until),
    'card/prepared': () => ({ suggestion: null }),
    'card/tags': () => ({ effectId: 'e', status: 'confirmed', tags: ['refund'] }),
    'card/escalate': () => ({ effectId: 'e', status: 'confirmed', group: 'Billing', priority: 'high', tags: [], note: '' }),
    'card/comment': () => ({ status: 'confirmed' }),
    'card/feedback': () => ({ ok: true }),
    'card/passage': () => ({
      id: 'a1#0',
      articleId: 'a1',
      title: 'Refunds',
      url: null,
      version: '1',
      visibility: 'public',
      headings: [],
      text: 'Money comes back within five days.',
    }),
    'card/reply-target': () => ({ threadId: 't1', channel: 'e-mail', recipient: 'Pat <pat@example.test>', sendable: true, reason: null }),
    'card/reply': () => ({ status: 'confirmed' }),
    'card/page': () => ({ url: 'https://w.example.test/hubspot/page?token=x' }),
  } satisfies Answers);
}
