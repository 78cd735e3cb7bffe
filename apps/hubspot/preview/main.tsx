import { createRoot } from 'react-dom/client';
import { Card } from '../src/app/cards/card.tsx';
import type { Platform } from '../src/app/cards/card-context.ts';
import { signIn } from './local-worker.ts';

const query = new URLSearchParams(location.search);
const note = document.getElementById('note');
const actions: Platform = {
  addAlert: ({ message }) => {
    if (note) note.textContent = message;
  },
  copyTextToClipboard: (text) => navigator.clipboard.writeText(text),
  onCrmPropertiesUpdate: () => undefined,
  openIframeModal: () => undefined,
  closeOverlay: () => undefined,
};

const root = document.getElementById('root');
if (root) {
  await signIn(query.get('installation') || 'demo');
  createRoot(root).render(<Card ticketId={query.get('ticket') ?? ''} portalId={0} locale={navigator.language} actions={actions} />);
}
