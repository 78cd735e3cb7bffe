/** A ticket in a tab: what is saved, and the agent's unsaved changes over it. The same model feeds the page and the app host. */
import type { TicketDetail, TicketSubmit } from '../../wire.ts';
import type { FormChange, FormTicket, TicketPort } from '../zaf-host/ports.ts';
import { observable } from './observable.ts';

type Draft = FormChange & { composer: FormTicket['composer'] };

export type Cursor = { start: number; end: number };

export type OpenTicketState = { saved: TicketDetail; form: FormTicket; draft: Draft; dirty: boolean; submitting: boolean };

export type OpenTicket = ReturnType<typeof createOpenTicket>;

const emptyComposer: FormTicket['composer'] = { text: '', type: 'publicReply', useRichText: false };
const customFieldIds = { product: '360000001', topic: '360000002' } as const;

export function createOpenTicket(detail: TicketDetail) {
  const state = observable<OpenTicketState>(build(detail, { composer: emptyComposer }, false));
  /** Where the cursor goes once the page shows the text that was inserted. */
  let pendingCursor: Cursor | null = null;
  let cursorOnPage: () => Cursor | null = () => null;

  const setDraft = (draft: Draft): void => state.set(build(state.get().saved, draft, state.get().submitting));
  const compose = (change: Partial<FormTicket['composer']>): void => {
    const { draft } = state.get();
    setDraft({ ...draft, composer: { ...draft.composer, ...change } });
  };

  const port: TicketPort = {
    read: () => state.get().form,
    change(change) {
      setDraft({ ...state.get().draft, ...change, ...(change.tags ? { tags: toTags(change.tags) } : {}) });
    },
    compose,
    insert(text) {
      const now = state.get().form.composer.text;
      const { start, end } = pendingCursor ?? cursorOnPage() ?? { start: now.length, end: now.length };
      pendingCursor = { start: start + text.length, end: start + text.length };
      compose({ text: now.slice(0, start) + text + now.slice(end) });
    },
    subscribe: (listener) => state.subscribe((after, before) => listener(after.form, before.form)),
  };

  return {
    ...port,
    state,
    /** Tells where the page shows the cursor of the composer. */
    followCursor(read: () => Cursor | null): void {
      cursorOnPage = read;
    },
    /** The place to which an insertion moved the cursor, once. */
    takeCursor(): Cursor | null {
      const taken = pendingCursor;
      pendingCursor = null;
      return taken;
    },

    /** Takes over what the server has now; unsaved changes stay on top. Tags stay a difference, so that a tag added meanwhile is not lost. */
    merge(next: TicketDetail): void {
      const { saved, draft, submitting } = state.get();
      if (Date.parse(next.updatedAt) < Date.parse(saved.updatedAt)) return;
      state.set(build(next, rebase(draft, saved, next), submitting));
    },

    /** What Submit would send; null when nothing has changed. */
    submission(): TicketSubmit | null {
      const { saved, form, dirty } = state.get();
      if (!dirty) return null;
      const { text, type } = form.composer;
      const fields = Object.fromEntries(
        (['subject', 'status', 'priority', 'type', 'groupId', 'assigneeId'] as const).filter((f) => form[f] !== saved[f]).map((f) => [f, form[f]]),
      );
      const addTags = form.tags.filter((tag) => !saved.tags.includes(tag));
      const removeTags = saved.tags.filter((tag) => !form.tags.includes(tag));
      return {
        ...fields,
        ...(addTags.length > 0 ? { addTags } : {}),
        ...(removeTags.length > 0 ? { removeTags } : {}),
        ...(text.trim() === '' ? {} : { comment: { text: text.trim(), public: type === 'publicReply' } }),
      };
    },

    setSubmitting(submitting: boolean): void {
      const { saved, draft } = state.get();
      state.set(build(saved, draft, submitting));
    },

    /** After the server took the changes: nothing is unsaved any more. */
    saved(next: TicketDetail): void {
      pendingCursor = null;
      state.set(build(next, { composer: { ...emptyComposer, type: state.get().form.composer.type } }, false));
    },
  };
}

function build(saved: TicketDetail, draft: Draft, submitting: boolean): OpenTicketState {
  const { composer, ...changes } = draft;
  const form: FormTicket = {
    id: saved.id,
    subject: saved.subject,
    description: saved.comments[0]?.text ?? '',
    status: saved.status,
    priority: saved.priority,
    type: saved.type,
    tags: saved.tags,
    groupId: saved.groupId,
    assigneeId: saved.assigneeId,
    requester: saved.requester,
    brand: saved.brand,
    channel: saved.channel,
    createdAt: saved.createdAt,
    customFields: { [customFieldIds.product]: saved.product, [customFieldIds.topic]: saved.topic },
    comments: saved.comments,
    composer,
    ...changes,
  };
  const dirty =
    composer.text.trim() !== '' ||
    Object.keys(changes).some((field) => JSON.stringify(form[field as keyof FormChange]) !== JSON.stringify(saved[field as keyof FormChange]));
  return { saved, form, draft, dirty, submitting };
}

function rebase(draft: Draft, before: TicketDetail, after: TicketDetail): Draft {
  if (!draft.tags) return draft;
  const mine = draft.tags;
  const removed = new Set(before.tags.filter((tag) => !mine.includes(tag)));
  const added = mine.filter((tag) => !before.tags.includes(tag));
  return { ...draft, tags: toTags([...after.tags.filter((tag) => !removed.has(tag)), ...added]) };
}

/** Zendesk's form of tags: lower case, no spaces, each once. */
export function toTags(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim().toLowerCase().replace(/\s+/g, '_')).filter((tag) => tag !== ''))];
}
