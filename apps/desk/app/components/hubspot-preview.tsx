import { useState } from 'react';
import { useDeskState } from '../use-desk.ts';

/** The HubSpot card beside the Zendesk sidebar, on the same ticket: closed until somebody wants to see it. */
export function HubspotPreview({ ticketId }: { ticketId: string | number }) {
  const [open, setOpen] = useState(false);
  const { installation } = useDeskState();
  const query = new URLSearchParams({ ticket: String(ticketId), installation: installation ?? '' });
  return (
    <aside className={open ? 'sidebar hubspot-preview' : 'hubspot-preview'} aria-label="HubSpot preview">
      <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="toggle-hubspot-preview">
        {open ? 'Hide the HubSpot card' : 'HubSpot'}
      </button>
      {open && <iframe title={`HubSpot card for ticket ${ticketId}`} src={`/hubspot/preview?${query}`} />}
    </aside>
  );
}
