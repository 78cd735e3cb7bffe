import { ticketSchema } from '../../../shared/ticket.ts';
import { AppError } from '../../../worker/errors.ts';
import type { Helpdesk } from '../../../worker/helpdesk-ports.ts';
import { exampleTicket } from './harness.ts';

/** A helpdesk in memory that counts what is written, and fails when told to: before or after it has done it. */
export function countingHelpdesk() {
  const state = {
    tags: ['password'] as string[],
    notes: [] as string[],
    routing: [] as object[],
    writes: 0,
    fail: null as null | { when: 'before' | 'after'; error: Error },
  };
  const write = async <T>(work: () => T): Promise<T> => {
    const fail = state.fail;
    state.fail = null;
    if (fail?.when === 'before') throw fail.error;
    state.writes++;
    const result = work();
    if (fail) throw fail.error;
    return result;
  };
  const helpdesk: Helpdesk = {
    platform: 'zendesk',
    fetchTicket: async (id) => {
      if (id === '404') throw new AppError('not_found', 'The helpdesk has no such ticket.');
      return ticketSchema.parse({ ...exampleTicket(id, 'I forgot my password and cannot sign in.'), tags: state.tags });
    },
    addTags: (_, tags) =>
      write(() => {
        state.tags = [...new Set([...state.tags, ...tags])];
        return state.tags;
      }),
    addInternalNote: async (_, text, marker) => {
      if (!state.notes.some((n) => n.includes(marker))) await write(() => state.notes.push(`${text}\n${marker}`));
    },
    setRouting: (_, routing) =>
      write(() => {
        state.routing.push(routing);
        return routing;
      }),
  };
  return { state, helpdesk };
}
