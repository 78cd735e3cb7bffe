import { useState } from 'react';
import { useDesk } from '../use-desk.ts';

/** Lets a visitor answer as the ticket's customer. */
export function CustomerReply({ ticketId, name }: { ticketId: number; name: string }) {
  const { store } = useDesk();
  const [text, setText] = useState<string | null>(null);
  if (text === null)
    return (
      <button type="button" className="link-button as-customer" onClick={() => setText('')}>
        Answer as {name}, the customer
      </button>
    );
  return (
    <form
      className="customer-reply"
      onSubmit={async (event) => {
        event.preventDefault();
        if (text.trim() !== '' && (await store.replyAsCustomer(ticketId, text.trim()))) setText(null);
      }}
    >
      <label>
        <span>What {name} writes next</span>
        {/* biome-ignore lint/a11y/noAutofocus: the agent has just asked for this field. */}
        <textarea value={text} rows={3} autoFocus onChange={(event) => setText(event.target.value)} />
      </label>
      <div className="buttons">
        <button type="submit" disabled={text.trim() === ''}>
          Send as customer
        </button>
        <button type="button" className="quiet" onClick={() => setText(null)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
