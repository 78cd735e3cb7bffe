/** The gate on a real release: golden tickets, the tickets that no snapshot learned from, and the smoke tests, under both releases. */
import type { GateReport } from '#shared/governance';
import { type TicketDocument, ticketDocumentSchema } from '#shared/knowledge';
import type { Release } from '#shared/release';
import { ticketSchema } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import { type HeldBack, runGate } from '../governance/gate.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { isSolved, ticketLinker } from '../knowledge/link.ts';
import type { Knowledge } from '../knowledge/types.ts';
import { budgeted } from './budgeted-drafters.ts';
import { rehearsal } from './rehearse.ts';

/** Enough for a mean, few enough for one request and one step of a build. */
const ASKED = 60;

export async function judgeRelease(
  { release, base }: { release: Release; base: Release | null },
  platform: Platform,
  record: Pick<InstallationClient, 'golden' | 'heldBackTickets' | 'controls' | 'reserveSpend' | 'spend'>,
): Promise<GateReport> {
  const load = (of: Release) => platform.knowledge.load(platform.snapshots, of);
  // A live snapshot that is gone is no measure, and no reason to hold back the one that mends it.
  const readable = base && (await load(base).then(() => base, ifMissing));
  const [golden, documents, knowledge, controls] = await Promise.all([record.golden(), record.heldBackTickets(), load(release), record.controls()]);
  const heldBack = toHeldBack(documents, knowledge);
  const paying = { ...platform, drafters: budgeted(platform.drafters, { record, ids: platform.ids }) };
  return runGate({ release, base: readable, golden, heldBack, limits: controls.gate, now: platform.clock.now() }, rehearsal(paying));
}

function ifMissing(error: unknown): null {
  if (error instanceof AppError && error.code === 'snapshot_missing') return null;
  throw error;
}

/** The newest of them that were solved by an article of `knowledge`, as they were when they came in. */
function toHeldBack(documents: string[], { articles }: Knowledge): HeldBack[] {
  const all = Array.from({ length: articles.length }, (_, i) => articles.get(i));
  const link = ticketLinker({ articles: all, macros: [] });
  return documents
    .flatMap((json): TicketDocument[] => {
      const parsed = ticketDocumentSchema.safeParse(JSON.parse(json));
      return parsed.success && isSolved(parsed.data) ? [parsed.data] : [];
    })
    .sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))
    .flatMap((document): HeldBack[] => {
      const articleIds = link(0, document).articles.flatMap(({ article }) => all[article]?.id ?? []);
      const ticket = asItCameIn(document);
      return articleIds.length > 0 && ticket ? [{ ticket, articleIds }] : [];
    })
    .slice(0, ASKED);
}

function asItCameIn({ id, subject, body, locale, channel, brand, customer, createdAt }: TicketDocument): HeldBack['ticket'] | null {
  const asked = { id: `held-back-${id}`.slice(0, 128), subject: subject.slice(0, 1_000), locale, channel, brand, customer };
  const messages = [{ id: 'body', role: 'requester', at: createdAt ?? '', text: body.slice(0, 200_000) }];
  return ticketSchema.safeParse({ ...asked, messages }).data ?? null;
}
