/** A macro of the team with the helpdesk's slots filled from the ticket. */
import type { AssistResponse } from '#shared/assist';
import type { Ticket } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import type { Knowledge } from '../../knowledge/types.ts';

const SLOT = /\{\{\s*([\w.]{1,60})\s*\}\}/g;

/** Slots that nothing here fills stay, in brackets, for the agent to see. Throws `not_found` for a macro that is none of the team's. */
export function fillMacro(macroId: string, ticket: Ticket, agent: string, knowledge: Knowledge): AssistResponse {
  const macro = Array.from({ length: knowledge.macros.length }, (_, i) => knowledge.macros.get(i)).find(({ id }) => id === macroId);
  if (!macro) throw new AppError('not_found', 'There is no such macro in the knowledge.');
  const name = ticket.requester?.name.trim() ?? '';
  const values: Record<string, string> = {
    'ticket.id': ticket.id,
    'ticket.title': ticket.subject,
    'ticket.requester.name': name,
    'ticket.requester.first_name': name.split(/\s+/)[0] ?? '',
    'ticket.requester.email': ticket.requester?.email ?? '',
    'current_user.name': agent,
    'current_user.first_name': agent.split(/\s+/)[0] ?? '',
  };
  const open: string[] = [];
  const text = macro.text.replace(SLOT, (_, slot: string) => {
    const value = values[slot];
    if (value) return value;
    open.push(slot);
    return `[${slot}]`;
  });
  return {
    ability: 'fill_macro',
    text,
    language: macro.locale.slice(0, 2),
    citations: [],
    by: { drafter: 'extractive', model: null },
    degraded: open.length > 0 ? `Fill in yourself: ${[...new Set(open)].join(', ')}.` : null,
  };
}
