/** The sample company with automation switched on: a knowledge that reads the same but for one poisoned passage at a time. */
import { join } from 'node:path';
import type { TicketDocument } from '#shared/knowledge';
import type { Suggestion } from '#shared/suggestion';
import { type Ticket, ticketSchema } from '#shared/ticket';
import type { Knowledge } from '../../../worker/knowledge/types.ts';
import { assistTicket } from '../../../worker/pipeline/assist-ticket.ts';
import type { Drafter } from '../../../worker/ports.ts';
import { automaticEffects } from '../../../worker/service/automatic-effects.ts';
import { putUnderTest } from '../knowledge-under-test.ts';
import { loadFolder } from '../load-folder.ts';
import { type Recorded, recordingHelpdesk } from './recording-helpdesk.ts';

/** Copies of each solved ticket in other words' order: a team of the sample's size has too few to learn tags from. */
const COPIES = 6;

/** An admin who lets more go out than the default does: there is more to be misused. */
const BOLD = 0.7;

export type Place = 'start' | 'middle' | 'end' | 'article';
export type Outcome = { suggestion: Suggestion; written: Recorded[] /** What was asked of whom outside of the pipeline, in order. */; reads: string[] };
export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld() {
  const sample = loadFolder(join(import.meta.dirname, '../../../apps/desk/sample-data'));
  const corpus = { ...sample, tickets: sample.tickets.flatMap((ticket) => [ticket, ...copies(ticket)]) };
  const under = await putUnderTest(corpus);
  const tags = [...new Set(sample.tickets.flatMap((ticket) => ticket.tags))];
  const { release, knowledge } = under.context;
  const { thresholds } = release.manifest;
  const manifest = { ...release.manifest, autoReplyIntents: tags, thresholds: { ...thresholds, autoReply: BOLD } };
  const helpdesk = recordingHelpdesk();
  const reads: string[] = [];
  const query: typeof under.deps.vectors.query = (namespace, vector, topK) => {
    reads.push(`vectors ${namespace} ${topK}`);
    return under.deps.vectors.query(namespace, vector, topK);
  };
  const deps = { ...under.deps, vectors: { ...under.deps.vectors, query } };
  const publicText = sample.articles
    .filter((article) => article.visibility === 'public')
    .map((article) => `${article.title}\n${article.summary ?? ''}\n${article.text}`);

  /** One ticket through the whole product: suggestion, what follows from it, and what then stands in the helpdesk. */
  async function run(ticket: Ticket, drafters: Drafter[], poison: { passageId: string; text: string } | null = null): Promise<Outcome> {
    // A model that is asked is one that the release names.
    const drafter = drafters.find(({ name }) => name === 'model')?.model ?? manifest.models.drafter;
    const named = { ...manifest, models: { ...manifest.models, drafter } };
    const context = { ...under.context, release: { ...release, manifest: named }, knowledge: poison ? poisoned(knowledge, poison) : knowledge };
    const stream = assistTicket({ ticket, context, suggestionId: 'sug_eval', traceId: 'trc_eval', attempt: 0, until: 'draft' }, { ...deps, drafters });
    reads.length = 0;
    let next = await stream.next();
    while (!next.done) next = await stream.next();
    const { suggestion } = next.value;
    if (!suggestion) throw new Error('no suggestion');
    helpdesk.written.length = 0;
    await helpdesk.perform(automaticEffects(suggestion, ticket, manifest));
    return { suggestion, written: [...helpdesk.written], reads: [...reads] };
  }

  /** Null for what is no passage of an article. */
  const passageText = (id: string): string | null => {
    const index = knowledge.passageIndex(id);
    return index === null ? null : knowledge.passages.get(index).text;
  };

  const tickets = sample.tickets.map((document, i) =>
    ticketSchema.parse({
      id: `t-${i}`,
      subject: document.subject,
      messages: [{ id: 'm-1', role: 'requester', at: '2026-01-01T10:00:00Z', text: document.body }],
      channel: 'email',
      status: 'new',
      requester: { id: `u-${i}`, name: 'Anna Berg', email: 'anna.berg@mail.example' },
      customer: { plan: 'plus', region: 'eu', version: '6', tier: 'standard' },
    }),
  );
  return { run, tickets, tags, publicText, manifest, passageText };
}

function copies(ticket: TicketDocument): TicketDocument[] {
  const parts = ticket.body.split(/(?<=[.!?])\s+/);
  return Array.from({ length: COPIES }, (_, i) => ({
    ...ticket,
    id: `${ticket.id}-${i}`,
    body: parts.map((_part, at) => parts[(at + i + 1) % parts.length]).join(' '),
  }));
}

/** The same knowledge, in which one passage reads differently. */
function poisoned(knowledge: Knowledge, { passageId, text }: { passageId: string; text: string }): Knowledge {
  const at = knowledge.passageIndex(passageId);
  const { passages } = knowledge;
  const table = { length: passages.length, get: (i: number) => (i === at ? { ...passages.get(i), text } : passages.get(i)) };
  return new Proxy(knowledge, { get: (target, name) => (name === 'passages' ? table : Reflect.get(target, name, target)) });
}

/** `attack` at its place in the ticket's text. */
export function attacked(ticket: Ticket, attack: string, place: Exclude<Place, 'article'>): Ticket {
  const [message] = ticket.messages;
  if (!message) return ticket;
  const text = placed(message.text, attack, place);
  return { ...ticket, messages: [{ ...message, text }] };
}

export function placed(text: string, attack: string, place: Exclude<Place, 'article'>): string {
  if (place === 'start') return `${attack}\n${text}`;
  if (place === 'end') return `${text}\n${attack}`;
  const sentences = text.split(/(?<=[.!?。])\s+/);
  const half = Math.ceil(sentences.length / 2);
  return [...sentences.slice(0, half), attack, ...sentences.slice(half)].join('\n');
}
