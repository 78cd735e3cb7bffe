import './sandbox.ts';
import { Accordion, Alert, Button, Input, LoadingButton, LoadingSpinner, Select } from '@hubspot/ui-extensions';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { drafted, draw, host, pathsAsked, ready, seen } from './draw-card.ts';
import { answers, answerWell, asked, eventsOf, refusal, suggestion } from './worker-stub.ts';

beforeEach(() => answerWell());

describe('a draft', () => {
  test('shows its sentences with the numbers of their sources, and the words that were cited', async () => {
    const card = await drafted();
    expect(card.text()).toContain('We send it back within five days. [1]');
    expect(
      card
        .root()
        .findAll(Accordion)
        .map((a) => a.props.title),
    ).toContain('Source 1: Refunds');
  });

  test('that takes longer is asked for again under the same key', async () => {
    let calls = 0;
    const card = draw();
    await ready(card);
    answers['card/suggestion'] = (body) => (++calls < 2 ? { running: true } : eventsOf(suggestion(), body.until));
    await card.press('suggest-reply');
    await card.until(() => card.root().maybeFind(LoadingSpinner));
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    await card.until(() => card.text().includes('within five days'));
    const keys = asked.filter((a) => a.body.until === 'draft').map((a) => a.body.key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test('is copied by one click, says how to paste it, and reports it', async () => {
    const card = await drafted();
    await card.press('copy-draft');
    await card.until(() => card.find(Alert, 'copied'));
    expect(seen.copied).toEqual([suggestion().draft.text]);
    expect(asked.at(-1)).toMatchObject({ path: 'card/feedback', body: { kind: 'copied' } });
  });

  test('that could not be copied says so', async () => {
    const card = await drafted();
    host.copyFails = true;
    await card.press('copy-draft');
    await card.until(() => card.find(Alert, 'copy-failed'));
  });

  test('becomes an internal comment', async () => {
    const card = await drafted();
    await card.press('comment');
    await card.until(() => card.text().includes('Added for your team only.'));
    expect(asked.at(-1)).toMatchObject({ path: 'card/comment', body: { ticketId: '35', suggestionId: 'sug_1', text: suggestion().draft.text } });
  });

  test('is written anew, judged, and the judgement explained', async () => {
    const card = await drafted();
    await card.press('regenerate');
    await card.until(() => asked.some((a) => a.body.attempt === 1));
    await card.press('feedback-down');
    await card.until(() => card.root().maybeFind(Select));
    card
      .root()
      .find(Select)
      .trigger('onChange' as never, 'wrong_tone' as never);
    await card.until(() => card.text().includes('Thank you.'));
    expect(asked.filter((a) => a.path === 'card/feedback').at(-1)?.body).toMatchObject({ kind: 'down', reason: 'wrong_tone' });
  });

  test('that is empty, and one that failed, say why', async () => {
    const empty = suggestion();
    answerWell({ ...empty, draft: { ...empty.draft, sentences: [], citations: [], text: '' } });
    const card = draw();
    await ready(card);
    await card.press('suggest-reply');
    await card.until(() => card.text().includes('nothing could be said safely'));
    answers['card/suggestion'] = () => refusal('rate_limited', 'HubSpot asks for a pause.', true);
    await card.press('suggest-reply');
    await card.until(() => card.text().includes('HubSpot asks for a pause.'));
  });

  test('can be watched in a window of the Worker', async () => {
    const card = await drafted();
    await card.press('watch');
    await vi.waitFor(() => expect(seen.frames).toHaveLength(1));
    expect(seen.frames).toEqual(['https://w.example.test/hubspot/page?token=x']);
  });
});

describe('sending as the agent', () => {
  const modal = (card: ReturnType<typeof draw>) => {
    const overlay = card.find(Button, 'send-open')?.props.overlay as unknown as { text: string | null; find: never } | undefined;
    return overlay as unknown as ReturnType<typeof card.root>;
  };

  test('shows recipient, channel and every word, and sends only after that is confirmed', async () => {
    const card = await drafted();
    await card.press('send-open');
    await card.until(() => modal(card)?.toString().includes('Pat <pat@example.test>'));
    for (const words of ['e-mail', 'Hello Pat,', 'We send it back within five days.', '1. Open Billing.']) expect(modal(card)?.toString()).toContain(words);
    expect(pathsAsked()).not.toContain('card/reply');
    modal(card)
      ?.find(LoadingButton, { testId: 'send-confirm' } as never)
      .trigger('onClick' as never);
    await card.until(() => card.text().includes('Sent.'));
    expect(asked.filter((a) => a.path === 'card/reply').map((a) => a.body)).toEqual([
      { ticketId: '35', suggestionId: 'sug_1', text: suggestion().draft.text, recipient: 'Pat <pat@example.test>', threadId: 't1', confirmed: true },
    ]);
  });

  test('a channel that apps cannot use offers no button', async () => {
    answers['card/reply-target'] = () => ({
      threadId: 't1',
      channel: 'WhatsApp',
      recipient: 'Pat',
      sendable: false,
      reason: 'HubSpot does not let apps reply by WhatsApp.',
    });
    const card = await drafted();
    await card.press('send-open');
    await card.until(() => modal(card)?.maybeFind(Alert, { testId: 'not-sendable' } as never));
    expect(modal(card)?.maybeFind(LoadingButton, { testId: 'send-confirm' } as never)).toBeNull();
  });

  test('a recipient that changed meanwhile is told, and nothing was sent', async () => {
    answers['card/reply'] = () => refusal('conflict', 'The reply would go to Eve now.');
    const card = await drafted();
    await card.press('send-open');
    await card.until(() => modal(card)?.maybeFind(LoadingButton, { testId: 'send-confirm' } as never));
    modal(card)
      ?.find(LoadingButton, { testId: 'send-confirm' } as never)
      .trigger('onClick' as never);
    await card.until(() =>
      (modal(card)?.maybeFind(Alert, { testId: 'send-failed' } as never)?.props as { title?: string } | undefined)?.title?.includes('Eve'),
    );
  });
});

describe('beside the draft', () => {
  const result = (text: string) => ({
    ability: 'answer',
    text,
    language: 'en',
    citations: [
      { n: 1, passageId: 'a1#0', articleId: 'a1', title: 'Refunds', version: '1', url: null, quote: 'Refunds take five days.', visibility: 'public' },
    ],
    by: { drafter: 'extractive', model: null },
    degraded: null,
  });

  test('an agent’s question is answered with its source, copied, and closed', async () => {
    answers['card/assist'] = () => result('Refunds take five days.');
    const card = draw();
    await ready(card);
    card
      .root()
      .find(Input, { name: 'ask' } as never)
      .trigger('onInput' as never, 'How long does it take?' as never);
    await card.until(() => !(card.find(Button, 'ask-answer') as unknown as { props: { disabled: boolean } }).props.disabled);
    await card.press('ask-answer');
    await card.until(() => card.text().includes('Refunds take five days.'));
    expect(asked.find((a) => a.path === 'card/assist')?.body).toEqual({ ticketId: '35', ask: { ability: 'answer', text: 'How long does it take?' } });
    await card.press('ability-copy');
    await card.until(() => seen.copied.includes('Refunds take five days.'));
    await card.press('ability-close');
    await card.until(() => !card.text().includes('Refunds take five days.'));
  });

  test('what only a model can do is said as a fact; another failure can be tried again', async () => {
    answers['card/assist'] = () => refusal('needs_model', 'Only a model can do this.');
    const card = draw();
    await ready(card);
    const choose = (value: string) =>
      card
        .root()
        .find(Select, { name: 'wish' } as never)
        .trigger('onChange' as never, value as never);
    choose('friendlier');
    await card.until(() => card.find(Alert, 'ability-unavailable'));
    answers['card/assist'] = () => refusal('unavailable', 'These very words.', true);
    choose('summarize');
    await card.until(() => card.find(Button, 'retry-ability'));
    answers['card/assist'] = () => result('Pat was charged twice.');
    await card.press('retry-ability');
    await card.until(() => card.text().includes('Pat was charged twice.'));
  });
});
