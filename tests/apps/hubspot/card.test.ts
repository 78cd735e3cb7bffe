import './sandbox.ts';
import { Accordion, Alert, Button, LoadingButton, LoadingSpinner, TextArea } from '@hubspot/ui-extensions';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Suggestion } from '../../../shared/suggestion.ts';
import { draw, host, pathsAsked, ready } from './draw-card.ts';
import { answers, answerWell, asked, refusal, suggestion } from './worker-stub.ts';

beforeEach(() => answerWell());

describe('opening', () => {
  test('says that it reads the ticket, then shows summary, next action, flags, tags, articles and solved tickets', async () => {
    const card = draw();
    expect(card.root().maybeFind(LoadingSpinner)?.props.label).toBe('Reading the ticket…');
    await ready(card);
    for (const words of ['Send the reply', 'refund', 'Refunds', 'Internal only', 'Money back', 'Sent back.']) expect(card.text()).toContain(words);
    expect(card.text()).not.toContain('A person must decide');
    expect(asked.filter((a) => a.path === 'card/suggestion').map((a) => a.body.until)).toEqual(['decision']);
  });

  test('a prepared draft is there at once when it is the one that holds', async () => {
    answers['card/prepared'] = () => ({ suggestion: suggestion() });
    const card = draw();
    await card.until(() => card.text().includes('within five days'));
    expect(pathsAsked().filter((p) => p === 'card/suggestion')).toHaveLength(1);
  });

  test.each([
    ['a portal that is not connected', 'unknown_installation', false],
    ['a ticket outside of what the admin turned on', 'forbidden', false],
    ['HubSpot refusing us', 'upstream_failed', false],
    ['no knowledge yet', 'no_knowledge', false],
    ['a passing failure', 'unavailable', true],
  ] as const)('%s is told in the Worker’s own words', async (_, code, retryable) => {
    answers['card/suggestion'] = () => refusal(code, 'These very words.', retryable);
    const card = draw();
    await card.until(() => card.text().includes('These very words.'));
    expect(card.find(Button, 'retry-opening') !== null).toBe(retryable);
  });

  test('an unreachable Worker can be tried again', async () => {
    answers['card/suggestion'] = () => {
      throw new Error('offline');
    };
    const card = draw();
    await card.until(() => card.text().includes('could not be reached'));
    answerWell();
    await card.press('retry-opening');
    await ready(card);
  });

  test('what is missing is said, and a longer conversation dates what is shown', async () => {
    answerWell(suggestion({ degraded: [{ part: 'vectors', message: 'Search by meaning is down.' }] }));
    const card = draw();
    await ready(card);
    expect(card.text()).toContain('Search by meaning is down.');
    host.changed();
    await card.until(() => card.text().includes('Update'));
  });

  test('nothing fits: it says so', async () => {
    answerWell(suggestion({ articles: [] }));
    const card = draw();
    await ready(card);
    expect(card.text()).toContain('No article fits this ticket.');
  });
});

describe('a ticket that a person must decide', () => {
  const must: Partial<Suggestion> = {
    decision: {
      outcome: 'escalate',
      reasons: [{ code: 'legal_threat', message: 'A lawyer is named.', evidence: [] }],
      confidence: { value: 0.9, words: 'high', reasons: [] },
    },
  };

  test('says so first, with the reason, and hands it over with the note as it was edited', async () => {
    answerWell(suggestion(must));
    const card = draw();
    await card.until(() => card.text().includes('A lawyer is named.'));
    expect(card.text()).toContain('Goes to Billing');
    card
      .root()
      .find(TextArea)
      .trigger('onChange' as never, 'Call Pat first.' as never);
    await card.until(() => card.root().find(TextArea).props.value === 'Call Pat first.');
    await card.press('escalate');
    await card.until(() => card.find(Alert, 'escalated'));
    expect(asked.at(-1)).toMatchObject({ path: 'card/escalate', body: { ticketId: '35', note: 'Call Pat first.', group: 'Billing' } });
  });

  test('a hand-over that failed can be tried again', async () => {
    answerWell(suggestion(must));
    answers['card/escalate'] = () => refusal('upstream_failed', 'HubSpot answered 500.', true);
    const card = draw();
    await card.until(() => card.find(LoadingButton, 'escalate'));
    await card.press('escalate');
    await card.until(() => card.text().includes('HubSpot answered 500.'));
  });
});

describe('tags and passages', () => {
  test('a tag is written once, and one that fails says so', async () => {
    const card = draw();
    await ready(card);
    await card.press('tag-add-refund');
    await card.until(() => card.find(Button, 'tag-add-refund') === null);
    expect(asked.find((a) => a.path === 'card/tags')?.body).toEqual({ ticketId: '35', suggestionId: 'sug_1', tags: ['refund'] });
    answerWell();
    answers['card/tags'] = () => refusal('conflict', 'No.');
    const other = draw();
    await ready(other);
    await other.press('tag-add-refund');
    await other.until(() => other.text().includes('refund was not added.'));
  });

  test('a passage is fetched when it is opened', async () => {
    const card = draw();
    await ready(card);
    card
      .root()
      .findAll(Accordion)
      .find((a) => a.props.title === 'Read the passage')
      ?.trigger('onClick' as never);
    await card.until(() => card.text().includes('Money comes back within five days.'));
  });
});

test.each([
  ['de', 'Antwort vorschlagen'],
  ['es', 'Sugerir respuesta'],
  ['fr-fr', 'Suggérer une réponse'],
  ['pt-br', 'Sugerir resposta'],
  ['ja', '返信'],
  ['sv', 'Suggest reply'],
  ['pt_BR', 'Sugerir resposta'],
  ['en-US@posix', 'Suggest reply'],
  ['', 'Suggest reply'],
])('speaks %s', async (locale, words) => {
  const card = draw(locale);
  await ready(card);
  expect(card.text()).toContain(words);
});
