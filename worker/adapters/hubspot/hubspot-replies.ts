/** Sending a reply as the agent: to whom it would go, and, once the agent has confirmed exactly that, sending it once. */
import { idOf, isRow, rows, textOf } from '#shared/source-batch';
import { AppError } from '../../errors.ts';
import type { AgentReplies, ReplyTarget } from '../../helpdesk-ports.ts';
import { type HubspotRow, type HubspotThread, type HubspotThreads, toHtml } from './hubspot-threads.ts';

const channelNames: Record<string, string> = { '1000': 'chat', '1001': 'Facebook Messenger', '1002': 'e-mail', '1007': 'WhatsApp' };
/** HubSpot's API sends e-mail, chat and custom channels; WhatsApp and Messenger answers must be typed in HubSpot itself. */
const NOT_SENDABLE: readonly string[] = ['1001', '1007'];

export function hubspotReplies(threads: HubspotThreads): AgentReplies {
  async function newest(ticketId: string): Promise<{ thread: HubspotThread; message: HubspotRow } | null> {
    const found = (await threads.ofTicket(ticketId)).flatMap((thread) => {
      const message = thread.messages.filter((m) => m.type === 'MESSAGE').at(-1);
      return message ? [{ thread, message }] : [];
    });
    return found.sort((a, b) => (textOf(b.message.createdAt) ?? '').localeCompare(textOf(a.message.createdAt) ?? ''))[0] ?? null;
  }

  return {
    async target(ticketId) {
      const found = await newest(ticketId);
      return found ? toTarget(found.thread, found.message) : { ...nothing, reason: 'This ticket has no conversation to reply to.' };
    },

    async send(ticketId, { text, userId, recipient, threadId, notBefore }) {
      const found = await newest(ticketId);
      if (!found) throw new AppError('conflict', 'This ticket has no conversation to reply to.');
      const { thread, message } = found;
      const target = toTarget(thread, message);
      if (!target.sendable) throw new AppError('conflict', target.reason ?? 'HubSpot does not let apps reply on this channel.');
      // What the agent confirmed is what is sent: another person or another thread needs another look.
      if (target.recipient !== recipient || target.threadId !== threadId)
        throw new AppError('conflict', `The reply would go to ${target.recipient} now. Check it and confirm again.`);
      const actor = `A-${userId}`;
      const sent = thread.messages.find(
        (m) => m.direction === 'OUTGOING' && isSame(m, text) && sentBy(m, actor) && Date.parse(textOf(m.createdAt) ?? '') >= notBefore,
      );
      if (sent) return { messageId: idOf(sent.id) };
      const messageId = await threads.send(thread.id, {
        text,
        richText: toHtml(text),
        senderActorId: actor,
        channelId: idOf(message.channelId) ?? idOf(thread.row.originalChannelId),
        channelAccountId: idOf(message.channelAccountId) ?? idOf(thread.row.originalChannelAccountId),
        recipients: recipientsOf(thread, message),
        ...(textOf(message.subject) ? { subject: textOf(message.subject) } : {}),
      });
      return { messageId };
    },
  };
}

const nothing: ReplyTarget = { threadId: '', channel: '', recipient: '', sendable: false, reason: null };

function toTarget(thread: HubspotThread, message: HubspotRow): ReplyTarget {
  const channel = idOf(message.channelId) ?? idOf(thread.row.originalChannelId) ?? '';
  const recipient = recipientsOf(thread, message)
    .map((r) => (r.deliveryIdentifiers[0]?.value ? `${r.name ? `${r.name} ` : ''}<${r.deliveryIdentifiers[0].value}>` : r.name || r.actorId))
    .join(', ');
  const name = channelNames[channel] ?? 'channel';
  const base = { threadId: thread.id, channel: name, recipient };
  if (NOT_SENDABLE.includes(channel))
    return { ...base, sendable: false, reason: `HubSpot does not let apps reply by ${name}. Copy the text and send it in HubSpot.` };
  if (recipient === '') return { ...base, sendable: false, reason: 'HubSpot does not say who the reply would go to.' };
  return { ...base, sendable: true, reason: null };
}

type Recipient = { actorId: string; name: string; recipientField: 'TO'; deliveryIdentifiers: { type: string; value: string }[] };

/** Whoever wrote last from outside; before anyone did, those the team wrote to. */
function recipientsOf(thread: HubspotThread, message: HubspotRow): Recipient[] {
  const incoming = thread.messages.filter((m) => m.type === 'MESSAGE' && m.direction === 'INCOMING').at(-1);
  const people = incoming ? (rows(incoming.senders) ?? []).slice(0, 1) : (rows(message.recipients) ?? []);
  return people.flatMap((person) => {
    const actorId = textOf(person?.actorId);
    if (!person || !actorId) return [];
    const given = [person.deliveryIdentifier, ...(rows(person.deliveryIdentifiers) ?? [])].filter(isRow);
    const identifiers = given.flatMap((d) => (textOf(d.type) && textOf(d.value) ? [{ type: textOf(d.type) ?? '', value: textOf(d.value) ?? '' }] : []));
    return [{ actorId, name: textOf(person.name) ?? '', recipientField: 'TO' as const, deliveryIdentifiers: identifiers.slice(0, 1) }];
  });
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
const isSame = (message: HubspotRow, text: string): boolean => squeeze(textOf(message.text) ?? '') === squeeze(text);
const sentBy = (message: HubspotRow, actor: string): boolean =>
  textOf(message.createdBy) === actor || (rows(message.senders) ?? []).some((sender) => sender?.actorId === actor);
