/** How proposed tags compare with what agents left on the same tickets: the answer to "may it tag by itself?". */
import type { TagAccuracy } from '#shared/setup';
import type { InstallationClient } from '../../installation/record-client.ts';

export type TagProposal = {
  ticketId: string;
  suggestionId: string;
  proposed: string[];
  /** What was really added; empty in a dry run. */
  added: string[];
  at: string;
  /** Null until the ticket was seen solved. */
  final: string[] | null;
};

type Record = Pick<InstallationClient, 'setupNote' | 'putSetupNote'>;

const NOTE = 'tag_proposals';
/** Enough to judge by, and small enough to be read at once. */
const KEPT = 500;

export async function readProposals(record: Pick<Record, 'setupNote'>): Promise<TagProposal[]> {
  return JSON.parse((await record.setupNote(NOTE)) ?? '[]') as TagProposal[];
}

/** The newest proposal of a ticket holds. */
export async function noteProposal(record: Record, proposal: TagProposal): Promise<void> {
  const others = (await readProposals(record)).filter((p) => p.ticketId !== proposal.ticketId);
  await record.putSetupNote(NOTE, JSON.stringify([...others, proposal].slice(-KEPT)));
}

/** Notes the tags that agents left on tickets that are solved now. */
export async function noteFinalTags(record: Record, tickets: { id: string; tags: string[] }[]): Promise<void> {
  const final = new Map(tickets.map((t) => [t.id, t.tags]));
  const proposals = await readProposals(record);
  if (!proposals.some((p) => final.has(p.ticketId))) return;
  await record.putSetupNote(NOTE, JSON.stringify(proposals.map((p) => ({ ...p, final: final.get(p.ticketId) ?? p.final }))));
}

export async function readAccuracy(record: Pick<Record, 'setupNote'>): Promise<TagAccuracy> {
  const judged = (await readProposals(record)).filter((p) => p.final !== null);
  const vocabulary = new Set(judged.flatMap((p) => p.proposed));
  const sum = { tickets: judged.length, proposed: 0, kept: 0, missed: 0 };
  for (const { proposed, final } of judged) {
    const left = final ?? [];
    sum.proposed += proposed.length;
    sum.kept += proposed.filter((tag) => left.includes(tag)).length;
    // Tags that Deskgraph never proposes are not its to miss.
    sum.missed += left.filter((tag) => vocabulary.has(tag) && !proposed.includes(tag)).length;
  }
  return sum;
}
