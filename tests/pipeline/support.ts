/** A small world for the stages: a release, sources and decisions, each with what a test wants different. */
import { type TicketInput, ticketSchema } from '#shared/ticket';
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import type { Decided, EvidenceSource } from '../../worker/pipeline/types.ts';
import type { Drafter, DraftRequest } from '../../worker/ports.ts';

export const manifest = { ...defaultManifest('test'), linkHosts: ['help.example.com'] };
/** A release that names a model where one is to write. */
export const manifestFor = (drafters: readonly Drafter[]): typeof manifest =>
  drafters.some(({ name }) => name === 'model') ? { ...manifest, models: { ...manifest.models, drafter: 'scripted' } } : manifest;
export const extractive = createEmbeddedDrafter();

export const ticketOf = (text: string, more: Partial<TicketInput> = {}) =>
  ticketSchema.parse({ id: 't-1', subject: '', messages: text === '' ? [] : [{ id: 'm-1', role: 'requester', at: '2026-01-01T10:00:00Z', text }], ...more });

export const sourceOf = (n: number, text: string, more: Partial<EvidenceSource> = {}): EvidenceSource => ({
  n,
  passageId: `p-${n}`,
  articleId: `a-${n}`,
  kind: 'article',
  title: 'Returning a kettle',
  headings: ['Returning a kettle'],
  text,
  language: 'en',
  url: `https://help.example.com/a-${n}`,
  visibility: 'public',
  version: 'abc',
  ...more,
});

export const decidedOf = (more: Partial<Decided> = {}): Decided => ({
  outcome: 'answer',
  reasons: [{ code: 'evidence_strong', message: 'Articles agree.', evidence: [] }],
  confidence: { value: 0.8, words: 'high', reasons: [] },
  clarify: [],
  say: [],
  forbid: [],
  authorises: [],
  cite: [],
  nextAction: { kind: 'send_reply', label: 'Send', reason: '', macroId: null },
  ...more,
});

export const requestOf = (sources: EvidenceSource[], more: Partial<DraftRequest> = {}): DraftRequest => ({
  outcome: 'answer',
  language: 'en',
  subject: 'Return a kettle',
  question: 'How do I return my kettle, and how long do I have?',
  sources,
  voice: manifest.voice,
  requesterName: null,
  customer: { tier: null, plan: null, region: null, version: null },
  say: [],
  clarify: [],
  attempt: 0,
  prompts: manifest.prompts,
  model: manifest.models.drafter,
  ...more,
});

export const kettle = [
  sourceOf(
    1,
    'You can return a kettle within 30 days of delivery.\nOpened kettles cannot be returned unless they are faulty.\nThe return label is valid for 14 days.',
  ),
  sourceOf(2, 'To return a kettle:\n1. Open your order in the Brew account.\n2. Choose Return and print the label.\n3. Hand the parcel to the carrier.'),
];
