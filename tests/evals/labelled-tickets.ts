/** Tickets with what solved them, from a file in the format of an archive of conversations. */

import type { TicketDocument } from '#shared/knowledge';
import { type Ticket, ticketSchema } from '#shared/ticket';
import { loadFile } from './load-folder.ts';
import { readJsonLines } from './read-json-lines.ts';

export type Labelled = { document: TicketDocument; right: string[] /** As the file writes it: its own days, whatever the clock's zone. */; created: string };

type Row = { id: unknown; created?: string; gold_specific?: string[] };

/** Labels are `gold_specific`: the articles that helpers linked, without what they link everywhere. */
export function loadLabelled(file: string): Labelled[] {
  const rows = new Map(readJsonLines<Row>(file).map((row) => [String(row.id), row]));
  return loadFile('ticket', file).documents.map((document) => {
    const row = rows.get(document.id);
    return { document, right: row?.gold_specific ?? [], created: row?.created ?? document.createdAt ?? '' };
  });
}

/** A ticket to learn from: its labels are known, as an archive with "solved by" would have them. */
export const solved = ({ document, right }: Labelled): TicketDocument => ({ ...document, resolvedBy: right });

/** A ticket as it comes in: title and body only. Nobody has answered it, tagged it, or looked at it. */
export function incoming({ document }: Labelled): Ticket {
  return ticketSchema.parse({
    id: document.id,
    subject: document.subject.slice(0, 1_000),
    locale: document.locale,
    createdAt: document.createdAt,
    messages: [{ id: '1', role: 'requester', at: document.createdAt ?? '', text: document.body.slice(0, 200_000) || document.subject.slice(0, 1_000) || '-' }],
  });
}
