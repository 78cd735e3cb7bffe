/** One suggestion for one ticket: the live release and its knowledge, what was prepared, or the pipeline's run; then kept. */
import type { SuggestionEvent, SuggestionRequest } from '#shared/api';
import type { Tenure } from '#shared/preferences';
import type { DegradedPart, Evidence, Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { TicketAccess } from '../helpdesk-ports.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { type AssistResult, assistTicket } from '../pipeline/assist-ticket.ts';
import { budgeted } from './budgeted-drafters.ts';
import { awaitFirstEvent, letFirstEventsPass } from './first-events-first.ts';
import { knowledgeOf } from './live-knowledge.ts';
import { readPreferences } from './preferences.ts';
import { hashOfInput, replay, stillHolds } from './prepared-suggestion.ts';
import { areRightsUnknown } from './setup/hubspot-access.ts';
import { withoutTickets, withoutTicketsOf, withReadable } from './visible-evidence.ts';

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
  // Where a helpdesk tells nobody's rights, an answer rests on its own ticket and no other, whoever asks.
  const rightsUnknown = await areRightsUnknown(input.installation, record);
  const personal = input.access?.all === false;
  const restricted = personal || rightsUnknown;
  const hashFor = (tenure: Tenure) => hashOfInput(input.ticket, tenure, rightsUnknown);
  const preparedFor = (tenure: Tenure) => record.latestSuggestion(input.ticket.id, hashFor(tenure));
  const [live, usual, recent, { tenure }] = await Promise.all([
    record.liveRelease(),
    // What was prepared rests on more tickets than this person may read.
    input.attempt === 0 && !personal ? preparedFor('standard') : null,
    restricted ? { total: 0, nodes: [] } : record.recentTickets(openedAt),
    input.userId === undefined ? { tenure: 'standard' as const } : readPreferences(record, input.userId),
  ]);
  const inputHash = hashFor(tenure);
  const prepared = tenure === 'standard' || input.attempt > 0 || personal ? usual : await preparedFor(tenure);
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
  const visible = async (event: SuggestionEvent): Promise<SuggestionEvent> => {
    if (foreign || rightsUnknown) return withDegraded(withoutTickets(event), degraded);
    return withDegraded(event.type === 'evidence' ? { ...event, data: await withReadable(event.data, input.access) } : event, degraded);
  };
  // What breaks off under a release counts against it.
  const { result, shown } = yield* passOn(run, visible, () => record.noteFailure(release.id));
  const { suggestion: made } = result;
  const whole = made && (foreign || rightsUnknown ? withoutTicketsOf(made) : { ...made, similar: shown.evidence?.similar ?? [] });
  const suggestion = whole ? { ...whole, degraded: [...whole.degraded, ...degraded] } : undrafted(shown, new Date(platform.clock.now()).toISOString());
  const solved = input.ticket.status === 'solved' || input.ticket.status === 'closed';
  const about = solved ? null : { openedAt, nodes: result.about.map(({ node, usual }) => ({ node, usual })) };
  const kept = { requester: input.ticket.requester, capsule: result.capsule, draftText: result.pseudonymous?.draft.text ?? '', about };
  await record.saveSuggestion(suggestion, result.trace, result.suggestion && !personal ? inputHash : '', kept);
  if (result.suggestion) yield { type: 'suggestion', data: suggestion };
  yield { type: 'done', data: names };
  return suggestion;
}

/** The run's events as `visible` leaves them, but for the last two: they are said when the suggestion is kept. */
async function* passOn(
  run: ReturnType<typeof assistTicket>,
  visible: (event: SuggestionEvent) => Promise<SuggestionEvent>,
  noteFailure: () => Promise<unknown>,
): AsyncGenerator<SuggestionEvent, { result: AssistResult; shown: Shown }> {
  const shown: Shown = {};
  for (;;) {
    const next = await run.next().catch(async (error: unknown) => {
      await noteFailure().catch(() => undefined);
      throw error;
    });
    if (next.done) return { result: next.value, shown };
    const event = await visible(next.value);
    if (event.type === 'evidence') shown.evidence = event.data;
    if (event.type === 'decision') shown.decision = event.data;
    if (event.type !== 'suggestion' && event.type !== 'done') yield event;
  }
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

/** When the ticket was opened, in ms; now for one that does not say. */
function openedAtOf({ createdAt, messages }: Ticket, now: number): number {
  const at = Date.parse(createdAt ?? messages[0]?.at ?? '');
  return Number.isNaN(at) ? now : at;
}

function withDegraded(event: SuggestionEvent, degraded: DegradedPart[]): SuggestionEvent {
  if (degraded.length === 0 || event.type !== 'evidence') return event;
  return { type: 'evidence', data: { ...event.data, degraded: [...event.data.degraded, ...degraded] } };
}
