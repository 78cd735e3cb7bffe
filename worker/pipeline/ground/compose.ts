import type { DraftSentence } from '#shared/suggestion';

/** The text for the composer: greeting, paragraphs, numbered steps, questions, closing; no citation numbers. */
export function composeText(sentences: readonly DraftSentence[]): string {
  const blocks: string[] = [];
  let paragraph: string[] = [];
  let steps = 0;
  const flush = () => {
    if (paragraph.length > 0) blocks.push(paragraph.join(' '));
    paragraph = [];
  };
  let stepLines: string[] = [];
  const flushSteps = () => {
    if (stepLines.length > 0) blocks.push(stepLines.join('\n'));
    stepLines = [];
    steps = 0;
  };
  let kind: DraftSentence['kind'] | null = null;
  for (const sentence of sentences) {
    if (sentence.kind === 'step') {
      flush();
      steps++;
      stepLines.push(`${steps}. ${sentence.text}`);
    } else {
      flushSteps();
      if (kind !== null && kind !== sentence.kind) flush();
      paragraph.push(sentence.text);
    }
    kind = sentence.kind;
  }
  flush();
  flushSteps();
  return blocks.join('\n\n');
}
