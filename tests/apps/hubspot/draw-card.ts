/** The card drawn as HubSpot draws it, with what a person would see and press. */
import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { createElement } from 'react';
import { Card } from '../../../apps/hubspot/src/app/cards/card.tsx';
import type { Platform } from '../../../apps/hubspot/src/app/cards/card-context.ts';
import { asked } from './worker-stub.ts';

export const seen = { alerts: [] as string[], copied: [] as string[], frames: [] as string[], closed: [] as string[] };
/** What the host does on the card's behalf: whether the clipboard is barred, and how it tells that the ticket changed. */
export const host: { copyFails: boolean; changed: () => void } = { copyFails: false, changed: () => undefined };
const actions: Platform = {
  addAlert: ({ message }) => void seen.alerts.push(message),
  copyTextToClipboard: async (text) => {
    if (host.copyFails) throw new Error('barred');
    seen.copied.push(text);
  },
  onCrmPropertiesUpdate: (_, callback) => {
    host.changed = callback;
  },
  openIframeModal: ({ uri }) => void seen.frames.push(uri),
  closeOverlay: (id) => void seen.closed.push(id),
};

export function draw(locale = 'en') {
  for (const list of Object.values(seen)) list.length = 0;
  host.copyFails = false;
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
export const pathsAsked = (): string[] => asked.map((a) => a.path);
export const ready = (card: ReturnType<typeof draw>) => card.until(() => card.text().includes('Pat wants the money back.'));
export async function drafted(card = draw()) {
  await ready(card);
  await card.press('suggest-reply');
  await card.until(() => card.text().includes('within five days'));
  return card;
}
