/** HubSpot as the panel's host. Its reply composer cannot be written into: the way there is the clipboard. */
import type { HelpdeskHost, NoticeKind, TicketChange } from '../../../../panel/helpdesk-host.ts';

export type CardActions = {
  addAlert(alert: { type?: 'info' | 'warning' | 'success' | 'danger' | 'tip'; title?: string; message: string }): void;
  copyTextToClipboard(text: string): Promise<void>;
  onCrmPropertiesUpdate(properties: string[], callback: () => void): void;
};

const alertTypes: Record<NoticeKind, 'info' | 'warning' | 'danger'> = { notice: 'info', alert: 'warning', error: 'danger' };
const WATCHED = ['subject', 'content'];

/** `addTags` writes through the Worker, because the ticket's form is not the card's to change. */
export function createHubspotHost(ticketId: string, actions: CardActions, addTags: (tags: string[]) => Promise<void>): HelpdeskHost {
  const listeners = new Set<(change: TicketChange) => void>();
  // HubSpot has no way to stop listening: one subscription serves all, and forgets who left.
  actions.onCrmPropertiesUpdate(WATCHED, () => {
    for (const listener of [...listeners]) listener('content');
  });
  const never = () => () => undefined;
  return {
    currentTicketId: async () => ticketId,
    readTicket: () => Promise.reject(new Error('A HubSpot card does not see the conversation.')),
    composer: { get: async () => '', insert: async () => false },
    addTags,
    openTicket: async () => undefined,
    notify: (message, kind) => actions.addAlert({ type: alertTypes[kind], message }),
    resize: () => undefined,
    copy: (text) => actions.copyTextToClipboard(text),
    colorScheme: async () => 'light',
    onColorScheme: never,
    onTicketChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onActive: never,
    onDestroy: never,
  };
}
