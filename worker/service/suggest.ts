/** One suggestion for one ticket: the live release and its knowledge, what was prepared, or the pipeline's run; then kept. */
import type { SuggestionEvent, SuggestionRequest } from '#shared/api';
import type { Tenure } from '#shared/preferences';
import type { Release } from '#shared/release';
import type { DegradedPart, Evidence, Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import { canonicalJson, sha256 } from '../governance/canonical.ts';
import type { TicketAccess } from '../helpdesk-ports.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import type { Knowledge } from '../knowledge/types.ts';
import { type AssistResult, assistTicket } from '../pipeline/assist-ticket.ts';
import { pileAround } from '../pipeline/known-issue.ts';
import type { RecentTickets } from '../ports.ts';
import { budgeted } from './budgeted-drafters.ts';
import { awaitFirstEvent, letFirstEventsPass } from './first-events-first.ts';
import { readPreferences } from './preferences.ts';

export type SuggestInput = {
  installation: string;
  ticket: Ticket;
  until: SuggestionRequest['until'];
  attempt: number;
  /** Who asks, where it is a person: nothing of tickets they may not read goes into the answer. */
  access?: TicketAccess;
  /** Whose preferences hold, where it is a person. */
  userId?: string;
};

/** Where to look for a snapshot when the live release's is gone. */
const RELEASES_BACK = 5;

/**
 * Events in the contract's order, ending with `done`. Throws `no_knowledge` before the first release, `snapshot_missing`
 * when neither the live snapshot nor an earlier one can be read. What was answered is kept before `done` is said.
 */
export async function* suggest(input: SuggestInput, platform: Platform, record: InstallationClient): AsyncGenerator<SuggestionEvent, Suggestion> {
  const firstIsThere = awaitFirstEvent();
  try {
    const events = answer(input, platform, record);
    for (let next = await events.next(); ; next = await events.next()) {
      firstIsThere();
      if (next.done) return next.value;
      yield next.value;
      await letFirstEventsPass();
    }
  } finally {
    firstIsThere();
  }
}

/** The events themselves, as fast as they can be made. */
async function* answer(input: SuggestInput, platform: Platform, record: InstallationClient): AsyncGenerator<SuggestionEvent, Suggestion> {
  const openedAt = openedAtOf(input.ticket, platform.clock.now());
  const restricted = input.access?.all === false;
  const preparedFor = (tenure: Tenure) => record.latestSuggestion(input.ticket.id, hashOfInput(input.ticket, tenure));
  const [live, usual, recent, { tenure }] = await Promise.all([
    record.liveRelease(),
    // What was prepared rests on every ticket.
    input.attempt === 0 && !restricted ? preparedFor('standard') : null,
    restricted ? { total: 0, nodes: [] } : record.recentTickets(openedAt),
    input.userId === undefined ? { tenure: 'standard' as const } : readPreferences(record, input.userId),
  ]);
  const inputHash = hashOfInput(input.ticket, tenure);
  const prepared = tenure === 'standard' || input.attempt > 0 || restricted ? usual : await preparedFor(tenure);
  if (!live) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
  if (prepared && stillHolds(prepared, input.ticket, { live, recent, now: platform.clock.now() })) return yield* replay(prepared, input);

  const { release, knowledge, degraded } = await knowledgeOf(live, platform, record);
  // Another installation's knowledge is read from its own place, and only what it shows to everyone.
  const owner = release.manifest.installation;
  const foreign = owner !== input.installation;
  const reader = foreign ? ('public' as const) : restricted ? ('restricted' as const) : ('agent' as const);
  const context = {
    installation: owner,
    release,
    knowledge,
    reader,
    startedAt: platform.clock.now(),
    recent,
    tenure: tenure === 'standard' ? undefined : tenure,
  };
  const names = { suggestionId: platform.ids.next('sug'), traceId: platform.ids.next('trc') };
  const run = assistTicket(
    { ticket: input.ticket, context, until: input.until, attempt: input.attempt, ...names },
    { ...platform, drafters: budgeted(platform.drafters, { record, ids: platform.ids }) },
  );
  const visible = async (event: SuggestionEvent): Promise<SuggestionEvent> =>
    foreign ? withoutTickets(event) : event.type === 'evidence' ? { ...event, data: await withReadable(event.data, input.access) } : event;
  const shown: Shown = {};
  let result: AssistResult;
  for (;;) {
    const next = await run.next().catch(async (error: unknown) => {
      // What breaks off under a release counts against it.
      await record.noteFailure(release.id).catch(() => undefined);
      throw error;
    });
    if (next.done) {
      result = next.value;
      break;
    }
    const event = withDegraded(await visible(next.value), degraded);
    if (event.type === 'evidence') shown.evidence = event.data;
    if (event.type === 'decision') shown.decision = event.data;
    if (event.type !== 'suggestion' && event.type !== 'done') yield event;
  }
  const { suggestion: made } = result;
  const whole = made && (foreign ? withoutTicketsOf(made) : { ...made, similar: shown.evidence?.similar ?? [] });
  const suggestion = whole ? { ...whole, degraded: [...whole.degraded, ...degraded] } : undrafted(shown, new Date(platform.clock.now()).toISOString());
  const solved = input.ticket.status === 'solved' || input.ticket.status === 'closed';
  const about = solved ? null : { openedAt, nodes: result.about.map(({ node, usual }) => ({ node, usual })) };
  const kept = { requester: input.ticket.requester, capsule: result.capsule, draftText: result.pseudonymous?.draft.text ?? '', about };
  await record.saveSuggestion(suggestion, result.trace, result.suggestion && !restricted ? inputHash : '', kept);
  if (result.suggestion) yield { type: 'suggestion', data: suggestion };
  yield { type: 'done', data: names };
  return suggestion;
}

/** Without the similar tickets that the caller may not read. A helpdesk that does not answer allows none. */
async function withReadable(evidence: Evidence, access: TicketAccess | undefined): Promise<Evidence> {
  if (!access || access.all || evidence.similar.length === 0) return evidence;
  const ids = new Set(await access.readable(evidence.similar.map(({ id }) => id)).catch(() => []));
  return { ...evidence, similar: evidence.similar.filter(({ id }) => ids.has(id)) };
}

/** Solved tickets, and what an article's way rests on, belong to the account they came from. */
function withoutTicketsOf<T extends Evidence>(evidence: T): T {
  const articles = evidence.articles.map((article) => ({
    ...article,
    why: {
      ...article.why,
      path: article.why.path.filter((hop) => hop.kind !== 'ticket').map((hop) => ({ ...hop, evidence: hop.evidence.filter((e) => e.includes('@')) })),
    },
  }));
  return { ...evidence, articles, similar: [] };
}

function withoutTickets(event: SuggestionEvent): SuggestionEvent {
  return event.type === 'evidence' ? { ...event, data: withoutTicketsOf(event.data) } : event;
}

type Shown = { evidence?: Evidence; decision?: Extract<SuggestionEvent, { type: 'decision' }>['data'] };

/** What was shown before a draft: enough to escalate, to tag and to give feedback on. */
function undrafted({ evidence, decision }: Shown, createdAt: string): Suggestion {
  if (!evidence || !decision) throw new Error('the pipeline ended before it decided');
  const { handover, ...decided } = decision;
  const draft: Suggestion['draft'] = {
    sentences: [],
    citations: [],
    text: '',
    language: evidence.triage.language.value ?? '',
    drafter: 'extractive',
    model: null,
    removed: [],
  };
  const note = [evidence.summary, ...decided.decision.reasons.map((r) => r.message)].filter((line) => line !== '').join('\n');
  return { ...evidence, ...decided, draft, handover: handover ?? note, createdAt };
}

/** The stored suggestion as the events it would have come by. */
export async function* replay(suggestion: Suggestion, input: Pick<SuggestInput, 'until'> & { ticket?: Ticket }): AsyncGenerator<SuggestionEvent, Suggestion> {
  const current = input.ticket ? withPresentTags(suggestion, input.ticket.tags) : suggestion;
  const { decision, nextAction, route, draft, handover, createdAt: _, ...evidence } = current;
  yield { type: 'evidence', data: evidence };
  yield { type: 'decision', data: { decision, nextAction, route, handover } };
  if (input.until === 'draft') {
    for (const sentence of draft.sentences)
      yield { type: 'draft.delta', data: { sentence, citations: draft.citations.filter((c) => sentence.citations.includes(c.n)) } };
    yield { type: 'suggestion', data: current };
  }
  yield { type: 'done', data: { suggestionId: current.suggestionId, traceId: current.traceId } };
  return current;
}

/** The live release's knowledge; when its snapshot cannot be read, that of the newest earlier release whose can. */
export async function knowledgeOf(
  live: Release,
  platform: Platform,
  record: Pick<InstallationClient, 'recentReleases'>,
): Promise<{ release: Release; knowledge: Knowledge; degraded: DegradedPart[] }> {
  try {
    return { release: live, knowledge: await platform.knowledge.load(platform.snapshots, live), degraded: [] };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'snapshot_missing') throw error;
    for (const release of (await record.recentReleases(RELEASES_BACK)).filter((r) => r.id !== live.id && r.manifest.snapshot !== null)) {
      const knowledge = await platform.knowledge.load(platform.snapshots, release).catch(() => null);
      const message = 'The current knowledge cannot be read; this answer rests on the release before it. Build the knowledge again.';
      if (knowledge) return { release, knowledge, degraded: [{ part: 'snapshot', message }] };
    }
    throw error;
  }
}

/**
 * Names the content that shapes an answer. Tags and dates are left out: the product itself adds tags. So are message
 * ids and white space, which differ between a host's view of a ticket and its API's.
 */
export function hashOfInput(ticket: Ticket, tenure: Tenure = 'standard'): string {
  const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return sha256(
    canonicalJson({
      subject: squeeze(ticket.subject),
      messages: ticket.messages.map((m) => [m.role, m.public, squeeze(m.text)]),
      customer: ticket.customer,
      brand: ticket.brand,
      ...(tenure === 'standard' ? {} : { tenure }),
      sla: ticket.sla.map((s) => [s.metric, s.dueAt]).sort(),
      ...(ticket.attachments ? { attachments: ticket.attachments.map((a) => squeeze(a.text)) } : {}),
    }),
  );
}

/** When the ticket was opened, in ms; now for one that does not say. */
function openedAtOf({ createdAt, messages }: Ticket, now: number): number {
  const at = Date.parse(createdAt ?? messages[0]?.at ?? '');
  return Number.isNaN(at) ? now : at;
}

/**
 * A prepared suggestion is used under the release that made it, until an SLA clock has come near or run out since, and
 * until other tickets have piled up around it, or the pile is gone.
 */
function stillHolds(prepared: Suggestion, ticket: Ticket, { live, recent, now }: { live: Release; recent: RecentTickets; now: number }): boolean {
  const near = live.manifest.thresholds.slaNearMinutes * 60_000;
  const clocks = (at: number): string => ticket.sla.map((s) => `${Date.parse(s.dueAt) - near <= at}${Date.parse(s.dueAt) <= at}`).join();
  const piled = pileAround(
    ticket.id,
    recent.nodes.filter(({ tickets }) => tickets.includes(ticket.id)),
    recent,
  );
  const flagged = prepared.triage.flags.some(({ code }) => code === 'known_issue');
  return (
    prepared.releaseId === live.id && prepared.degraded.length === 0 && clocks(Date.parse(prepared.createdAt)) === clocks(now) && flagged === (piled !== null)
  );
}

function withPresentTags(suggestion: Suggestion, tags: string[]): Suggestion {
  return { ...suggestion, triage: { ...suggestion.triage, tags: suggestion.triage.tags.map((t) => ({ ...t, present: tags.includes(t.tag) })) } };
}

function withDegraded(event: SuggestionEvent, degraded: DegradedPart[]): SuggestionEvent {
  if (degraded.length === 0 || event.type !== 'evidence') return event;
  return { type: 'evidence', data: { ...event.data, degraded: [...event.data.degraded, ...degraded] } };
}
