/** The tag model exactly as a snapshot holds it: learned by `trainTriage`, written to a container, opened again. */

import { DirectedGraph } from 'graphology';
import type { TicketDocument } from '#shared/knowledge';
import { ticketDocumentSchema } from '#shared/knowledge';
import { openContainer, writeContainer } from '../../worker/knowledge/snapshot/container.ts';
import { trainTriage } from '../../worker/knowledge/train/triage.ts';
import { type LabelModel, openLabelModel } from '../../worker/knowledge/triage/label-model.ts';

export const ticketOf = (fields: { id: string } & Partial<TicketDocument>): TicketDocument => ticketDocumentSchema.parse(fields);

/** Throws when the tickets hold too few labels to learn anything. */
export function learnLabels(tickets: TicketDocument[]): { model: LabelModel; bytes: number; seconds: number } {
  const started = performance.now();
  const tables = { articles: [], passages: [], tickets: [], macros: [], issues: [], graph: new DirectedGraph() };
  const bytes = writeContainer(trainTriage({ articles: [], tickets, macros: [], policies: [], entities: [] }, tables as never));
  const seconds = (performance.now() - started) / 1000;
  const model = openLabelModel(openContainer(bytes.buffer as ArrayBuffer));
  if (!model) throw new Error('no label has enough tickets to be learned');
  return { model, bytes: bytes.length, seconds };
}
