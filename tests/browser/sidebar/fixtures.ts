/** A small shop's tickets, as the contract would give them. */
import type { SuggestionEvent } from '#shared/api';
import type { ArticleSuggestion, Citation, DraftSentence, Suggestion } from '#shared/suggestion';
import type { TicketContext } from '#shared/ticket-context';
import type { Triage } from '#shared/triage';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const refundArticle: ArticleSuggestion = {
  id: 'art-refunds',
  title: 'When refunds reach your account',
  url: 'https://help.example.com/refunds',
  version: '7',
  visibility: 'public',
  updatedAt: daysAgo(95),
  score: 9.1,
  confidence: 0.86,
  passageIds: ['art-refunds#2'],
  why: {
    reasons: ['It solved 14 tickets like this one', 'The words “refund” and “bank” stand in its second section'],
    path: [
      { kind: 'ticket', id: '4711', label: 'This ticket', edge: null, evidence: [] },
      { kind: 'issue', id: 'iss-9', label: 'Refund not on the bank statement', edge: 'similar_to', evidence: ['812', '813', '901', '955', '1002'] },
      { kind: 'resolution', id: 'res-3', label: 'Wait five banking days, then trace', edge: 'resolves', evidence: ['812'] },
      { kind: 'article', id: 'art-refunds', label: 'When refunds reach your account', edge: 'describes', evidence: ['art-refunds@7'] },
    ],
  },
};

const internalArticle: ArticleSuggestion = {
  ...refundArticle,
  id: 'art-trace',
  title: 'Tracing a refund with the payment provider (for agents)',
  url: null,
  visibility: 'internal',
  updatedAt: daysAgo(3),
  confidence: 0.5,
  passageIds: ['art-trace#1'],
  why: { reasons: ['Agents cited it in 5 tickets like this one'], path: [] },
};

const article = (n: number): ArticleSuggestion => ({
  ...refundArticle,
  id: `art-${n}`,
  title: `Article number ${n} on paying`,
  confidence: 0.2,
  passageIds: [],
  why: { reasons: [], path: [] },
});

export const triage: Triage = {
  tags: [
    { tag: 'payments', confidence: 0.97, reasons: ['On the ticket already'], present: true },
    { tag: 'refund', confidence: 0.93, reasons: ['“refund” in the subject', '31 of 33 like tickets carry it'], present: false },
    { tag: 'bank_transfer', confidence: 0.71, reasons: ['“bank statement”'], present: false },
  ],
  product: { value: 'shop', confidence: 0.9 },
  sentiment: { value: 'negative', confidence: 0.8 },
  language: { value: 'en', confidence: 0.99 },
  priority: { value: 'normal', confidence: 0.6 },
  escalationRisk: 0.1,
  needsInfoRisk: 0.1,
  outOfScopeRisk: 0.01,
  flags: [
    { code: 'personal_data', severity: 'info', message: 'A bank account number was taken out before searching.', evidence: [] },
    { code: 'sla_near', severity: 'warning', message: 'The first reply is due in 25 minutes.', evidence: [] },
  ],
};

const quote = 'Refunds reach your bank account within five banking days of our confirmation e-mail.';
export const citations: Citation[] = [
  { n: 1, passageId: 'art-refunds#2', articleId: 'art-refunds', title: refundArticle.title, url: refundArticle.url, quote },
  { n: 2, passageId: 'art-trace#1', articleId: 'art-trace', title: internalArticle.title, url: null, quote: 'Ask for the confirmation number first.' },
];

export const sentences: DraftSentence[] = [
  { text: 'Hi Mia,', citations: [], kind: 'greeting' },
  { text: 'Refunds reach your bank account within five banking days of our confirmation e-mail.', citations: [1], kind: 'statement' },
  { text: 'If six days have passed, please do the following.', citations: [1], kind: 'statement' },
  { text: 'Find the confirmation number in our e-mail.', citations: [1, 2], kind: 'step' },
  { text: 'Send it to us in reply to this message.', citations: [2], kind: 'step' },
  { text: 'Kind regards, the Lumen team', citations: [], kind: 'closing' },
];

export const answer: Suggestion = {
  suggestionId: 'sug_1',
  ticketId: '4711',
  releaseId: 'rel_2026_11_20',
  traceId: 'trc_1',
  summary: 'Mia returned a lamp two weeks ago. The refund was confirmed, but her bank shows nothing. She asks where the money is.',
  triage,
  articles: [refundArticle, internalArticle, article(3), article(4), article(5)],
  similar: [
    {
      id: '812',
      subject: 'Refund still missing after a week',
      solvedAt: daysAgo(40),
      solvedBy: 'Ana',
      resolution: 'The bank needed five days. The customer confirmed that the money arrived.',
      articleIds: ['art-refunds'],
      similarity: 0.91,
    },
    {
      id: '813',
      subject: 'wheres my money??',
      solvedAt: daysAgo(400),
      solvedBy: null,
      resolution: 'Traced with the payment provider; the account number had a typo.',
      articleIds: [],
      similarity: 0.55,
    },
  ],
  degraded: [],
  decision: {
    outcome: 'answer',
    reasons: [{ code: 'evidence_strong', message: 'Two passages say the same, and 14 solved tickets bear them out.', evidence: ['art-refunds'] }],
    confidence: { value: 0.86, words: 'high', reasons: ['14 like tickets were solved with this article'] },
  },
  nextAction: { kind: 'send_reply', label: 'Send the reply', reason: 'One article answers the whole question.', macroId: null },
  route: { mode: 'draft_for_agent', group: null, priority: null, tags: [], rule: 'default' },
  draft: {
    sentences,
    citations,
    text: sentences.map((s) => s.text).join('\n\n'),
    language: 'en',
    drafter: 'extractive',
    model: null,
    removed: [{ reason: 'promise', count: 1 }],
  },
  handover: 'Mia asks for a refund of 890 EUR.\nTried: nothing yet.\nEvidence: policy “Refunds above 500 EUR”.',
  createdAt: new Date().toISOString(),
};

export const escalate: Suggestion = {
  ...answer,
  triage: {
    ...triage,
    flags: [{ code: 'legal_threat', severity: 'critical', message: 'The customer names a lawyer.', evidence: ['my lawyer'] }, ...triage.flags],
  },
  decision: {
    outcome: 'escalate',
    reasons: [
      { code: 'policy', message: 'Refunds above 500 EUR are decided by the billing lead.', evidence: ['pol-refund-limit'] },
      { code: 'legal_threat', message: 'The customer names a lawyer.', evidence: ['my lawyer'] },
      { code: 'sla_near', message: 'The first reply is due in 25 minutes.', evidence: [] },
    ],
    confidence: { value: 0.2, words: 'low', reasons: ['A policy takes the decision away from us'] },
  },
  nextAction: { kind: 'escalate', label: 'Escalate to Billing', reason: 'A refund above the limit needs the billing lead.', macroId: null },
  route: { mode: 'escalate', group: 'Billing', priority: 'urgent', tags: ['refund_above_limit', 'legal'], rule: 'policy pol-refund-limit' },
  draft: {
    ...answer.draft,
    sentences: [{ text: 'We have passed your request to our billing team.', citations: [], kind: 'policy' }],
    citations: [],
    text: 'We have passed your request to our billing team.',
    removed: [],
  },
};

export const emptyTicket: Suggestion = {
  ...answer,
  summary: '',
  articles: [],
  similar: [],
  triage: { ...triage, tags: [], flags: [{ code: 'empty', severity: 'warning', message: 'The ticket has no text.', evidence: [] }] },
  decision: {
    outcome: 'clarify',
    reasons: [{ code: 'empty_ticket', message: 'Ask what the customer needs.', evidence: [] }],
    confidence: { value: 0.1, words: 'low', reasons: ['There is nothing to search for'] },
  },
  nextAction: { kind: 'ask_customer', label: 'Ask what it is about', reason: 'The ticket is empty.', macroId: null },
};

/** The events in which a suggestion would come. */
export function eventsOf(suggestion: Suggestion, until: 'decision' | 'draft'): SuggestionEvent[] {
  const { decision, nextAction, route, draft, handover, createdAt: _, ...evidence } = suggestion;
  const opening: SuggestionEvent[] = [
    { type: 'evidence', data: evidence },
    { type: 'decision', data: { decision, nextAction, route, handover } },
  ];
  const done: SuggestionEvent = { type: 'done', data: { suggestionId: suggestion.suggestionId, traceId: suggestion.traceId } };
  if (until === 'decision') return [...opening, done];
  const deltas = draft.sentences.map(
    (sentence): SuggestionEvent => ({ type: 'draft.delta', data: { sentence, citations: draft.citations.filter((c) => sentence.citations.includes(c.n)) } }),
  );
  return [...opening, ...deltas, { type: 'suggestion', data: suggestion }, done];
}

/** Two other tickets, one of them the likely problem, and a third that no session here can read. */
export const around: TicketContext = {
  recent: [
    { id: '801', status: 'solved', createdAt: '2026-01-01T00:00:00Z' },
    { id: '666', status: 'open', createdAt: null },
  ],
  attachments: [
    { name: 'checkout.log', bytes: 900, read: true },
    { name: 'screen.png', bytes: 90_000, read: false },
  ],
  problem: { id: '802', linked: false },
  sla: [
    { metric: 'next_reply', dueAt: new Date(Date.now() + 40.5 * 60_000).toISOString(), state: 'running', risk: 0.42 },
    { metric: 'resolution', dueAt: null, state: 'paused', risk: null },
    { metric: 'first_reply', dueAt: '2026-01-01T00:00:00Z', state: 'met', risk: null },
  ],
  csat: { score: 'bad', ticketId: '666' },
};
