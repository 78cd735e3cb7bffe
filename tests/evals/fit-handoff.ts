/**
 * Learns the weights of `asks-for-human/weights.ts` from the fixture and prints that file:
 * `node tests/evals/fit-handoff.ts > worker/pipeline/triage/asks-for-human/weights.ts`.
 */
import { readFileSync } from 'node:fs';
import { fitLogistic } from '../../worker/knowledge/train/calibrate.ts';
import { conceptsIn, readSentence, requestFeatures } from '../../worker/pipeline/triage/asks-for-human/weigh.ts';

export type HandoffRow = { handoff: boolean; language: string; text: string };

/** Rows of a tab-separated file: `+` or `-`, language, text. */
export function readHandoffRows(path: string): HandoffRow[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [mark, language, text] = line.split('\t') as [string, string, string];
      return { handoff: mark === '+', language, text };
    });
}

const STRENGTH = 1;

/** Weights by `requestFeatures`, bias last. Of a request in several sentences nobody says which one asks: it is left out. */
export function fitHandoff(rows: readonly HandoffRow[]): number[] {
  const features: number[][] = [];
  const targets: number[] = [];
  for (const { handoff, language, text } of rows) {
    const sentences = text.split(language === 'ja' ? /[。！!\n]|(?<=[？?])/u : /[!;\n…]|[.?](?=\s|$)|(?<=[?？])/u).filter((s) => /\p{L}/u.test(s));
    if (handoff && sentences.length > 1) continue;
    for (const [i, part] of sentences.entries()) {
      const read = readSentence(part.normalize('NFKC'), language);
      const sentence = { ...read, question: read.question || (i === sentences.length - 1 && /[?？]\s*$/u.test(text)) };
      features.push(requestFeatures(conceptsIn(sentence, language), sentence, language));
      targets.push(handoff ? 1 : 0);
    }
  }
  return fitLogistic(features, targets, { strength: STRENGTH });
}

if (import.meta.main) {
  const weights = fitHandoff(readHandoffRows(new URL('../fixtures/handoff-requests.tsv', import.meta.url).pathname));
  const lines: string[] = [];
  for (let i = 0; i < weights.length; i += 16)
    lines.push(
      `  ${weights
        .slice(i, i + 16)
        .map((w) => Number(w.toFixed(2)))
        .join(', ')},`,
    );
  console.log(
    `/** Made by tests/evals/fit-handoff.ts from tests/fixtures/handoff-requests.tsv. */\nexport const weights: readonly number[] = [\n${lines.join('\n')}\n];`,
  );
}
