/** The panel's helpdesk port over Zendesk's app framework. */
import {
  type ColorScheme,
  type ComposerMode,
  type HelpdeskHost,
  newTicketId,
  type SentComment,
  type TicketChange,
  type Unsubscribe,
} from '../panel/helpdesk-host.ts';
import { copyText } from './copy-text.ts';
import { htmlToText, textToHtml } from './html-to-text.ts';
import type { ZafClient } from './zaf-client.ts';
import { ticketPaths, toTicket } from './zaf-ticket.ts';

const changeEvents: Record<string, TicketChange> = {
  'ticket.conversation.changed': 'content',
  'ticket.comments.changed': 'content',
  'ticket.subject.changed': 'content',
  'ticket.id.changed': 'fields',
  'ticket.updated': 'fields',
};

export function createZafHost(zaf: ZafClient): HelpdeskHost {
  const listen = (event: string, handler: (data: unknown) => unknown): Unsubscribe => {
    zaf.on(event, handler);
    return () => void zaf.off(event, handler);
  };
  const all = (offs: Unsubscribe[]) => () => {
    for (const off of offs) off();
  };

  /** One bulk read, so that the text and the id are of the same moment. */
  async function readComposer(): Promise<{ id: string; raw: string; rich: boolean }> {
    const values = await zaf.get(['ticket.id', 'comment.text', 'comment.useRichText']);
    return {
      id: String(values['ticket.id'] ?? ''),
      raw: typeof values['comment.text'] === 'string' ? values['comment.text'] : '',
      rich: values['comment.useRichText'] === true,
    };
  }

  async function insert(text: string, mode: ComposerMode, ticketId: string): Promise<boolean> {
    const { id, raw, rich } = await readComposer();
    if (id !== ticketId) return false;
    const before = rich ? htmlToText(raw) : raw.trim();
    const content = rich ? textToHtml(text) : text;
    // Only the editor's own insert works in the chat composer; elsewhere it writes at the cursor, so it is used when nothing else stands there.
    if (before === '') {
      await zaf.invoke('ticket.editor.insert', content).catch(() => zaf.set('comment.text', content));
    } else if (mode === 'replace') {
      await zaf.set('comment.text', content);
    } else {
      await zaf.set('comment.text', rich ? `${raw}<br><br>${content}` : `${raw.trimEnd()}\n\n${content}`);
    }
    return true;
  }

  async function readSent(): Promise<SentComment> {
    const { id, raw, rich } = await readComposer();
    const type = (await zaf.get(['comment.type']))['comment.type'];
    return { ticketId: id, text: rich ? htmlToText(raw) : raw, public: type !== 'internalNote' };
  }

  return {
    async currentTicketId() {
      const values = await zaf.get(['ticket.id', 'ticket.isNew']);
      const id = values['ticket.id'];
      if (values['ticket.isNew'] === true && !id) return newTicketId;
      if (typeof id !== 'number' && typeof id !== 'string') throw new Error('No ticket is open.');
      return String(id);
    },
    readTicket: async () => toTicket(await zaf.get([...ticketPaths])),
    composer: {
      get: async () => {
        const { raw, rich } = await readComposer();
        return rich ? htmlToText(raw) : raw;
      },
      insert,
    },
    addTags: async (tags) => void (await zaf.invoke('ticket.tags.add', tags)),
    async readableTickets(ids) {
      const numbers = ids.filter((id) => /^\d+$/.test(id));
      if (numbers.length === 0) return new Map();
      return toSubjects(await zaf.request({ url: `/api/v2/tickets/show_many.json?ids=${numbers.join(',')}`, type: 'GET' }));
    },
    async linkProblem(ticketId, problemId) {
      const body = { ticket: { type: 'incident', problem_id: Number(problemId) } };
      await zaf.request({ url: `/api/v2/tickets/${Number(ticketId)}.json`, type: 'PUT', contentType: 'application/json', data: JSON.stringify(body) });
    },
    onSave: (listener) =>
      listen('ticket.save', async () => {
        const comment = await withinMs(readSent(), SAVE_WAIT_MS).catch(() => null);
        if (comment) listener(comment);
        return true;
      }),
    openTicket: async (ticketId) => void (await zaf.invoke('routeTo', 'ticket', ticketId)),
    notify: (message, kind) => void zaf.invoke('notify', message, kind).catch(() => undefined),
    resize: (height) => void zaf.invoke('resize', { width: '100%', height: `${height}px` }).catch(() => undefined),
    copy: copyText,
    colorScheme: async () => toScheme((await zaf.get(['colorScheme'])).colorScheme),
    onColorScheme: (listener) => listen('colorScheme.changed', (data) => listener(toScheme(data))),
    onTicketChange: (listener) => all(Object.entries(changeEvents).map(([event, change]) => listen(event, () => listener(change)))),
    onActive: (listener) => all([listen('app.activated', () => listener(true)), listen('app.deactivated', () => listener(false))]),
    onDestroy: (listener) => listen('app.willDestroy', listener),
  };
}

/** The agent's save must not wait for a figure. */
const SAVE_WAIT_MS = 400;

const withinMs = <T>(call: Promise<T>, ms: number): Promise<T | null> => Promise.race([call, new Promise<null>((resolve) => setTimeout(resolve, ms, null))]);

/** Ids and subjects of Zendesk's answer; anything in another form counts as not readable. */
function toSubjects(answer: unknown): Map<string, string> {
  const tickets = typeof answer === 'object' && answer !== null && 'tickets' in answer && Array.isArray(answer.tickets) ? answer.tickets : [];
  return new Map(
    tickets.flatMap((ticket: { id?: unknown; subject?: unknown }): [string, string][] =>
      (typeof ticket?.id === 'number' || typeof ticket?.id === 'string') && typeof ticket.subject === 'string' && ticket.subject !== ''
        ? [[String(ticket.id), ticket.subject]]
        : [],
    ),
  );
}

const toScheme = (value: unknown): ColorScheme => (value === 'dark' ? 'dark' : 'light');
