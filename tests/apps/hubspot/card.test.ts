import './sandbox.ts';
import { Accordion, Alert, Button, Input, LoadingButton, LoadingSpinner, Select, TextArea } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { createElement } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Card } from '../../../apps/hubspot/src/app/cards/card.tsx';
import type { Platform } from '../../../apps/hubspot/src/app/cards/card-context.ts';
import type { Suggestion } from '../../../shared/suggestion.ts';
import { answers, answerWell, asked, eventsOf, refusal, suggestion } from './worker-stub.ts';

beforeEach(() => answerWell());

const seen = { alerts: [] as string[], copied: [] as string[], frames: [] as string[], closed: [] as string[] };
let copyFails = false;
let changed: () => void = () => undefined;
const actions: Platform = {
  addAlert: ({ message }) => void seen.alerts.push(message),
  copyTextToClipboard: async (text) => {
    if (copyFails) throw new Error('barred');
    seen.copied.push(text);
  },
  onCrmPropertiesUpdate: (_, callback) => {
    changed = callback;
  },
  openIframeModal: ({ uri }) => void seen.frames.push(uri),
  closeOverlay: (id) => void seen.closed.push(id),
};

function draw(locale = 'en') {
  for (const list of Object.values(seen)) list.length = 0;
  copyFails = false;
  const renderer = createRenderer('helpdesk.sidebar');
  renderer.render(createElement(Card, { ticketId: '35', portalId: 1, locale, actions }));
  const root = () => renderer.getRootNode();
  // biome-ignore lint/suspicious/noExplicitAny: the finder wants the component, a test wants whatever carries the id.
  const find = (component: any, testId: string) => root().maybeFind(component, { testId } as never);
  const text = () => root().toString();
  const until = (what: () => unknown) =>
    renderer.waitFor(() => {
      if (!what()) throw new Error('not yet');
    });
  const press = async (testId: string) => {
    await until(() => find(Button, testId) ?? find(LoadingButton, testId));
    (find(Button, testId) ?? find(LoadingButton, testId))?.trigger('onClick' as never);
  };
  return { root, find, text, until, press };
}
const pathsAsked = (): string[] => asked.map((a) => a.path);
const ready = (card: ReturnType<typeof draw>) => card.until(() => card.text().includes('Pat wants the money back.'));
async function drafted(card = draw()) {
  await ready(card);
  await card.press('suggest-reply');
  await card.until(() => card.text().includes('within five days'));
  return card;
}

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
    changed();
    await card.until(() => card.text().includes('Update'));
  });

  test('nothing fits: it says so', async () => {
    answerWell(suggestion({ articles: [] }));
    const card = draw();
    await ready(card);
    expect(card.text()).toContain('No article fits this ticket.');
  });
});

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
    copyFails = true;
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
