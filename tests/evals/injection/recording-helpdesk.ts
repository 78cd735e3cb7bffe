/** A helpdesk that takes everything and writes it down, with the ledger's part of an installation in memory before it. */

import type { Effect, Helpdesk } from '../../../worker/helpdesk-ports.ts';
import type { InstallationRecord } from '../../../worker/ports.ts';
import { carryOut, type Intent } from '../../../worker/service/effects.ts';

export type Recorded = { kind: 'tags' | 'note' | 'routing' | 'reply'; ticketId: string; tags?: string[]; text?: string };

export function recordingHelpdesk(): { written: Recorded[]; perform(intents: Intent[]): Promise<void> } {
  const written: Recorded[] = [];
  const effects = new Map<string, Effect>();
  const record: Pick<InstallationRecord, 'planEffect' | 'claimEffect' | 'markEffect'> = {
    async planEffect(effect) {
      const known = [...effects.values()].find(({ key }) => key === effect.key);
      const planned: Effect = known ?? { ...effect, status: 'planned', attempts: 0 };
      effects.set(planned.id, planned);
      return planned;
    },
    async claimEffect(id) {
      const effect = effects.get(id);
      return effect ? Object.assign(effect, { status: 'sent' as const, attempts: effect.attempts + 1 }) : null;
    },
    async markEffect(id, status) {
      const effect = effects.get(id);
      if (effect) effect.status = status;
    },
  };
  const helpdesk: Helpdesk = {
    platform: 'zendesk',
    fetchTicket: () => Promise.reject(new Error('not asked for')),
    async addTags(ticketId, tags) {
      written.push({ kind: 'tags', ticketId, tags });
      return tags;
    },
    async addInternalNote(ticketId, text) {
      written.push({ kind: 'note', ticketId, text });
    },
    async setRouting(ticketId, routing) {
      written.push({ kind: 'routing', ticketId });
      return routing;
    },
    automaticReplies: {
      async send(ticketId, { text }) {
        written.push({ kind: 'reply', ticketId, text });
      },
      sent: async () => false,
    },
  };
  let n = 0;
  return {
    written,
    async perform(intents) {
      effects.clear();
      for (const intent of intents) await carryOut(intent, { record, helpdesk, ids: { next: (prefix) => `${prefix}_${++n}` } });
    },
  };
}
