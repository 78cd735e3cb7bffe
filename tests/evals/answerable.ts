/** Whether the evidence found tells questions that can be answered from the knowledge from those that cannot. */
import { articleDocumentSchema } from '#shared/knowledge';
import { ticketSchema } from '#shared/ticket';
import { evidenceStrength } from '../../worker/pipeline/retrieve/evidence-strength.ts';
import { auc, option, round } from './classification.ts';
import { putUnderTest } from './knowledge-under-test.ts';
import { readJsonLines } from './read-json-lines.ts';
import { likest } from './tfidf.ts';

type Row = { id: string; question: string; is_impossible: boolean; contexts: { filename: string; text: string }[] };
type Note = { id: string; title: string; text: string };

/** Share of answerable questions that may be refused. */
const WRONGLY_REFUSED = 0.1;

/**
 * `--questions F` (techqa). The corpus is the union of all notes; neither a question's own notes nor its answer is looked at
 * when it is scored. `refused_impossible` is read where at most 10 % of the answerable ones are refused.
 */
export async function answerable(args: Record<string, string | string[]>): Promise<object> {
  const rows = readJsonLines<Row>(option(args, 'questions'));
  const notes = unionOf(rows);
  const under = await putUnderTest({ articles: notes.map((n) => articleDocumentSchema.parse(n)), tickets: [], macros: [], policies: [], entities: [] });
  const can = rows.map((r) => !r.is_impossible);
  const scores: number[] = [];
  const began = performance.now();
  for (const { id, question } of rows) {
    const [subject = '', ...rest] = question.split('\n');
    const ticket = ticketSchema.parse({
      id,
      subject: subject.slice(0, 1_000),
      messages: [{ id: '1', role: 'requester', at: '2020-01-01T00:00:00Z', text: rest.join('\n').trim() || subject }],
    });
    scores.push(evidenceStrength(await under.ask(under.prepare(ticket))));
  }
  const ms = (performance.now() - began) / rows.length;
  const peer = likest(
    notes.map((n) => `${n.title}\n${n.text}`),
    rows.map((r) => r.question),
  );
  return {
    suite: 'answerable',
    n: rows.length,
    impossible: can.filter((c) => !c).length,
    ...figures(scores, can),
    ms_per_question: round(ms, 2),
    risk_coverage: riskCoverage(scores, can),
    baseline: { name: 'cosine of TF-IDF with the best note', ...figures(peer, can) },
  };
}

function figures(
  scores: readonly number[],
  can: readonly boolean[],
): { auc: number; refused_impossible: number; wrongly_refused: number; refused_below: number } {
  const good = scores.filter((_, i) => can[i]).sort((a, b) => a - b);
  const threshold = good[Math.floor(good.length * WRONGLY_REFUSED)] ?? 0;
  const refused = (wanted: boolean): number => {
    const of = scores.filter((_, i) => can[i] === wanted);
    return of.filter((s) => s < threshold).length / Math.max(1, of.length);
  };
  return { auc: round(auc(scores, can)), refused_impossible: round(refused(false)), wrongly_refused: round(refused(true)), refused_below: round(threshold) };
}

/** Share answered, best evidence first, against the share of those answered that could not be answered. */
function riskCoverage(scores: readonly number[], can: readonly boolean[]): { coverage: number; risk: number }[] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  return [0.25, 0.5, 0.75, 0.9, 1].map((coverage) => {
    const answered = order.slice(0, Math.round(order.length * coverage));
    return { coverage, risk: round(answered.filter((i) => !can[i]).length / Math.max(1, answered.length)) };
  });
}

function unionOf(rows: readonly Row[]): Note[] {
  const notes = new Map<string, Note>();
  for (const { contexts } of rows)
    for (const { filename, text } of contexts) {
      const title = /^Title: (.+)/.exec(text)?.[1]?.trim() ?? filename;
      notes.set(filename, { id: filename, title, text: text.replace(/^Title: .+\s*(?:Text:)?/, '') });
    }
  return [...notes.values()];
}
