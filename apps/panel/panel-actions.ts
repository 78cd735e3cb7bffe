/** What an agent does with a suggestion. Each action ends in a state that the panel shows, never in a thrown error. */
import type { Client } from '#shared/client';
import type { Feedback } from '#shared/feedback';
import { isOfComposer } from './abilities.ts';
import type { Ask } from './ability-state.ts';
import { compareSent } from './adoption.ts';
import type { ComposerMode, HelpdeskHost, SentComment } from './helpdesk-host.ts';
import type { PanelState } from './panel-state.ts';
import { isSessionOver, toProblem } from './problem.ts';

export type PanelActions = {
  /** Puts the draft into the composer of the very ticket it was written for; without a mode it asks when text is there. */
  insert(mode?: ComposerMode): Promise<void>;
  /** Puts what an ability wrote into the composer, under what stands there already, or in its place where it says the same. */
  insertAbility(): Promise<void>;
  copyAbility(): Promise<void>;
  /** Leaves the composer as it is. */
  cancelInsert(): void;
  copy(): Promise<void>;
  addTag(tag: string): Promise<void>;
  /** `note` and `group` as the agent left them; null takes what the Worker proposes. */
  escalate(request: { group: string | null; note: string | null }): Promise<void>;
  /** Sent at once; a reason given afterwards is sent again with it. */
  judge(kind: 'up' | 'down', reason?: Feedback['reason'], comment?: string): Promise<void>;
  /** Reports a finished draft as seen, once. */
  reportShown(): void;
  /** Reports that the inserted draft was changed, or written over, before it was sent. */
  commentSent(comment: SentComment): void;
};

type Deps = {
  host: Pick<HelpdeskHost, 'currentTicketId' | 'composer' | 'addTags' | 'copy'>;
  client: Pick<Client, 'escalate' | 'feedback'>;
  getState: () => PanelState;
  patch: (part: Partial<PanelState>) => void;
};

export function createPanelActions({ host, client, getState, patch }: Deps): PanelActions {
  const suggestionId = () => getState().suggestionId ?? getState().evidence?.suggestionId ?? null;
  const draftText = () => {
    const { draft } = getState();
    return draft.status === 'done' ? draft.draft.text : null;
  };

  /** What the agent did, for the figures; a lost report must not disturb the work it reports. */
  const report = (kind: Feedback['kind'], tag: string | null = null, id = suggestionId()) => {
    if (id) void client.feedback({ suggestionId: id, kind, tag }).catch(() => undefined);
  };

  const shown = new Set<string>();
  const reportShown = () => {
    const { draft, suggestionId: id } = getState();
    if (draft.status !== 'done' || draft.draft.text === '' || id === null || shown.has(id)) return;
    shown.add(id);
    report('shown');
  };

  /** By ticket: what was inserted last and is not sent yet. */
  const inserted = new Map<string, { id: string; text: string }>();
  const commentSent = (comment: SentComment) => {
    const of = inserted.get(comment.ticketId);
    if (!of || !comment.public || comment.text.trim() === '') return;
    inserted.delete(comment.ticketId);
    const fate = compareSent(of.text, comment.text);
    // That it was sent, and how much of it, the Worker notes when the reply comes by.
    if (fate !== 'sent') report(fate, null, of.id);
  };

  async function insert(mode?: ComposerMode): Promise<void> {
    const text = draftText();
    const { ticketId } = getState();
    if (text === null || ticketId === null) return;
    patch({ insertion: { status: 'working' } });
    try {
      // Another ticket's text is not this draft's to ask about: the insert below sees the mismatch and writes nothing.
      const here = (await host.currentTicketId()) === ticketId;
      if (here && !mode && (await host.composer.get()).trim() !== '') return patch({ insertion: { status: 'choose' } });
      const written = await host.composer.insert(text, mode ?? 'replace', ticketId);
      if (draftText() !== text) return;
      if (!written) return patch({ insertion: { status: 'refused' } });
      patch({ insertion: { status: 'inserted' } });
      const id = suggestionId();
      if (id) inserted.set(ticketId, { id, text });
      report('inserted');
    } catch {
      patch({ insertion: { status: 'failed' } });
    }
  }

  async function copy(): Promise<void> {
    const text = draftText();
    if (text === null) return;
    try {
      await host.copy(text);
      patch({ copied: 'yes' });
      report('copied');
    } catch {
      patch({ copied: 'failed' });
    }
  }

  /** The ability's text, with the words that say how it went put into its state. */
  const withAbility = async (act: (text: string, ticketId: string, ask: Ask) => Promise<boolean>, done: 'inserted' | 'copied'): Promise<void> => {
    const { ability, ticketId } = getState();
    if (ability.status !== 'done' || ticketId === null) return;
    const went = await act(ability.result.text, ticketId, ability.ask).catch(() => false);
    if (getState().ability === ability) patch({ ability: { ...ability, went: went ? done : 'failed' } });
  };

  async function addTag(tag: string): Promise<void> {
    const { ticketId } = getState();
    const mark = (status: PanelState['tags'][string]) => {
      if (getState().ticketId === ticketId) patch({ tags: { ...getState().tags, [tag]: status } });
    };
    mark('adding');
    try {
      if ((await host.currentTicketId()) !== ticketId) throw new Error('Another ticket is open.');
      await host.addTags([tag]);
      mark('added');
      report('tag_added', tag);
    } catch {
      mark('failed');
    }
  }

  async function escalate({ group, note }: { group: string | null; note: string | null }): Promise<void> {
    const { ticketId, escalation } = getState();
    const id = suggestionId();
    if (!id || ticketId === null || escalation.status === 'sending') return;
    patch({ escalation: { status: 'sending' } });
    try {
      const result = await client.escalate(ticketId, { suggestionId: id, group, note });
      if (getState().ticketId === ticketId) patch({ escalation: { status: 'done', result } });
    } catch (error) {
      if (getState().ticketId !== ticketId) return;
      patch({ escalation: { status: 'failed', problem: toProblem(error) }, ...(isSessionOver(error) ? { sessionEnded: true } : {}) });
    }
  }

  async function judge(kind: 'up' | 'down', reason: Feedback['reason'] = null, comment = ''): Promise<void> {
    const id = suggestionId();
    if (!id) return;
    const finish = (status: 'sent' | 'failed') => {
      if (suggestionId() === id) patch({ verdict: { kind, reason, status } });
    };
    patch({ verdict: { kind, reason, status: 'sending' } });
    try {
      await client.feedback({ suggestionId: id, kind, reason, comment });
      finish('sent');
    } catch (error) {
      if (isSessionOver(error)) patch({ sessionEnded: true });
      finish('failed');
    }
  }

  return {
    insert,
    insertAbility: () => withAbility((text, ticketId, ask) => host.composer.insert(text, isOfComposer(ask) ? 'replace' : 'append', ticketId), 'inserted'),
    copyAbility: () => withAbility((text) => host.copy(text).then(() => true), 'copied'),
    cancelInsert: () => patch({ insertion: { status: 'idle' } }),
    copy,
    addTag,
    escalate,
    judge,
    reportShown,
    commentSent,
  };
}
