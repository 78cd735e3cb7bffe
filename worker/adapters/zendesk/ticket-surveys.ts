/** Satisfaction from the newer surveys, which are answered apart from the ticket. */
import { idOf, isRow, rows, type SourceBatch, textOf } from '#shared/source-batch';

const SUBJECT = /zen:ticket:(\d+)/;
const scores = ['good', 'neutral', 'bad'];

export async function addSurveys(responses: (Record<string, unknown> | null)[], batch: SourceBatch): Promise<void> {
  for (const response of responses) {
    const id = idOf(response?.id);
    if (!response || id === null) {
      batch.skip('survey response', 'An entry without an id was left out.');
      continue;
    }
    const subjects = [...(rows(response.subjects) ?? []), isRow(response.subject) ? response.subject : null];
    const ticketId = subjects.map((s) => SUBJECT.exec(textOf(s?.zrn) ?? textOf(s?.id) ?? '')?.[1] ?? null).find((found) => found !== null);
    const rating = (rows(response.answers) ?? []).find((answer) => scores.includes(textOf(answer?.rating_category) ?? ''));
    // Sent but not answered, or about something else than a ticket.
    if (!ticketId || !rating) continue;
    const at = textOf(rating.updated_at) ?? textOf(rating.created_at);
    await batch.add('rating', { id, ticketId, score: rating.rating_category, at }, at);
  }
}
