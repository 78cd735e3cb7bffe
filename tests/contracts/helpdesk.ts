/** What every `Helpdesk` does, whatever it speaks to. */
import { expect, test } from 'vitest';
import { ticketSchema } from '../../shared/ticket.ts';
import type { Helpdesk } from '../../worker/helpdesk-ports.ts';

/** What the other side holds of one ticket, and how to make it misbehave for one write. */
export type HelpdeskUnderTest = {
  helpdesk: Helpdesk;
  /** A ticket with subject `Refund`, one requester's message, one agent's note, and the tag `billing`. */
  ticketId: string;
  notes(): string[];
  routing(): { group: string | null; priority: string | null };
  tags(): string[];
  /** Someone else saves the ticket between the adapter's next read and its write. */
  interfere(): void;
  /** The next write is carried out, but its answer is lost. */
  loseNextAnswer(): void;
};

/** `create` gives a helpdesk with the ticket in its first state, another one each time; it has a group `Billing`. */
export function helpdeskContract(create: () => HelpdeskUnderTest): void {
  test('reads a ticket as the contract has it', async () => {
    const { helpdesk, ticketId } = create();
    const ticket = await helpdesk.fetchTicket(ticketId);
    expect(ticketSchema.parse(ticket)).toEqual(ticket);
    expect(ticket).toMatchObject({ id: ticketId, subject: 'Refund', tags: ['billing'] });
    expect(ticket.messages.map((m) => [m.role, m.public])).toEqual([
      ['requester', true],
      ['agent', false],
    ]);
  });

  test('a ticket that is not there is not found', async () => {
    await expect(create().helpdesk.fetchTicket('999999')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('adds tags to those that are there, and repeating it changes nothing', async () => {
    const { helpdesk, ticketId, tags } = create();
    for (let i = 0; i < 2; i++) expect((await helpdesk.addTags(ticketId, ['refund'])).sort()).toEqual(['billing', 'refund']);
    expect(tags().sort()).toEqual(['billing', 'refund']);
  });

  test('loses no tag that someone else adds at the same time', async () => {
    const { helpdesk, ticketId, tags, interfere } = create();
    interfere();
    await helpdesk.addTags(ticketId, ['refund']);
    expect(tags().sort()).toEqual(['billing', 'meanwhile', 'refund']);
  });

  test('a note is internal, carries its marker, and is written once though its answer was lost', async () => {
    const { helpdesk, ticketId, notes, loseNextAnswer } = create();
    const before = notes().length;
    loseNextAnswer();
    await expect(helpdesk.addInternalNote(ticketId, 'Handed over.', 'marker:1')).rejects.toMatchObject({ code: 'upstream_failed', retryable: true });
    await helpdesk.addInternalNote(ticketId, 'Handed over.', 'marker:1');
    await helpdesk.addInternalNote(ticketId, 'Another.', 'marker:2');
    expect(notes().slice(before)).toEqual([expect.stringContaining('marker:1'), expect.stringContaining('marker:2')]);
    expect(notes()[before]).toContain('Handed over.');
  });

  test('sets group and priority, leaves alone what is null, and says when it does not know the group', async () => {
    const { helpdesk, ticketId, routing } = create();
    expect(await helpdesk.setRouting(ticketId, { group: 'billing', priority: 'high' })).toMatchObject({ group: 'Billing', priority: 'high' });
    expect(routing()).toEqual({ group: 'Billing', priority: 'high' });
    await helpdesk.setRouting(ticketId, { group: null, priority: null });
    expect(await helpdesk.setRouting(ticketId, { group: 'Nobody', priority: 'urgent' })).toEqual({ group: null, priority: 'urgent' });
    expect(routing()).toEqual({ group: 'Billing', priority: 'urgent' });
  });
}
