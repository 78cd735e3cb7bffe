import type { TicketContext } from '#shared/ticket-context';

/** What stands around the ticket; of other tickets only those that the agent's own session could read. */
export type AroundTicket = Omit<TicketContext, 'recent' | 'problem'> & {
  recent: (TicketContext['recent'][number] & { subject: string })[];
  problem: (NonNullable<TicketContext['problem']> & { subject: string }) | null;
};
export type LinkState = 'idle' | 'linking' | 'linked' | 'failed';
