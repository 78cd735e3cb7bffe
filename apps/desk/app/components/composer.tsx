import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import type { Tab } from '../model/desk-store.ts';
import { useDesk, useObservable } from '../use-desk.ts';
import { LockIcon } from './icons.tsx';
import { statusLabels } from './ticket-fields.tsx';

/** Where the agent writes, and where an app inserts. Sends only on Submit. */
export function Composer({ tab }: { tab: Tab }) {
  const { apps } = useDesk();
  const { ticket } = tab;
  const { form, saved, dirty, submitting } = useObservable(ticket.state);
  const { text, type } = form.composer;
  const area = useRef<HTMLTextAreaElement>(null);
  const closed = saved.status === 'closed';

  useEffect(() => {
    ticket.followCursor(() => (area.current ? { start: area.current.selectionStart, end: area.current.selectionEnd } : null));
    return () => ticket.followCursor(() => null);
  }, [ticket]);

  // An app may have inserted: show the cursor behind it, and let the field grow with its text.
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    const cursor = ticket.takeCursor();
    if (cursor && text.length >= cursor.end) field.setSelectionRange(cursor.start, cursor.end);
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text, ticket]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void apps.submit(tab);
  }

  // The first answer opens a new ticket, as in Zendesk.
  const becomes = form.status === 'new' && text.trim() !== '' ? 'open' : form.status;
  const action = text.trim() === '' ? (dirty ? 'Save changes' : 'Submit') : type === 'internalNote' ? 'Add note' : 'Send reply';
  return (
    <form
      className="composer"
      data-type={type}
      aria-label="Reply"
      onSubmit={(event) => {
        event.preventDefault();
        void apps.submit(tab);
      }}
    >
      <fieldset className="segments">
        <legend className="visually-hidden">Kind of comment</legend>
        <label>
          <input
            type="radio"
            name={`type-${tab.key}`}
            data-testid="public-reply"
            checked={type === 'publicReply'}
            onChange={() => ticket.compose({ type: 'publicReply' })}
          />
          <span>Public reply</span>
        </label>
        <label>
          <input
            type="radio"
            name={`type-${tab.key}`}
            data-testid="internal-note"
            checked={type === 'internalNote'}
            onChange={() => ticket.compose({ type: 'internalNote' })}
          />
          <span>
            <LockIcon /> Internal note
          </span>
        </label>
        <span className="to">{type === 'publicReply' ? `To ${form.requester.name}` : 'Only agents see it'}</span>
      </fieldset>
      <textarea
        ref={area}
        data-testid="composer"
        aria-label={type === 'publicReply' ? 'Public reply' : 'Internal note'}
        placeholder={closed ? 'This ticket is closed.' : type === 'publicReply' ? 'Write a reply, or let Deskgraph suggest one' : 'Write a note for your team'}
        value={text}
        rows={2}
        dir="auto"
        disabled={closed}
        onChange={(event) => ticket.compose({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <div className="composer-foot">
        <span className="hint" role="status">
          {submitting ? 'Saving …' : dirty ? 'Not saved yet' : ''}
        </span>
        <button type="submit" className="primary" data-testid="submit" disabled={!dirty || submitting || closed} title="Ctrl or ⌘ with Enter">
          {action} <span className="as-status">as {statusLabels[becomes]}</span>
        </button>
      </div>
    </form>
  );
}
