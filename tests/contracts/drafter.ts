/** What every drafter must keep to, whoever writes. */
import { expect, test } from 'vitest';
import { draftSentenceSchema } from '#shared/suggestion';
import type { Drafter } from '../../worker/ports.ts';
import { kettle, requestOf } from '../pipeline/support.ts';

async function all(drafter: Drafter, request = requestOf(kettle)) {
  const sentences = [];
  for await (const sentence of drafter.draft(request, new AbortController().signal)) sentences.push(sentence);
  return sentences;
}

/** `make` gives a healthy drafter for each test. */
export function drafterContract(name: string, make: () => Drafter): void {
  test(`${name}: every sentence has the contract's shape and cites only sources it was given`, async () => {
    const sentences = await all(make());
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) {
      expect(draftSentenceSchema.parse(sentence)).toEqual(sentence);
      for (const n of sentence.citations) expect(kettle.map((source) => source.n)).toContain(n);
      if (sentence.kind === 'statement' || sentence.kind === 'step') expect(sentence.citations.length).toBeGreaterThan(0);
    }
  });

  test(`${name}: one drafter serves many requests at once`, async () => {
    const drafter = make();
    const drafts = await Promise.all([all(drafter), all(drafter), all(drafter)]);
    for (const draft of drafts) expect(draft).toEqual(drafts[0]);
  });

  test(`${name}: a reader may stop half-way`, async () => {
    const drafter = make();
    for await (const sentence of drafter.draft(requestOf(kettle), new AbortController().signal)) {
      expect(sentence.text).not.toBe('');
      break;
    }
    expect((await all(drafter)).length).toBeGreaterThan(0);
  });

  test(`${name}: says which drafter it is`, () => {
    expect(['extractive', 'model']).toContain(make().name);
  });
}
