import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useDesk } from '../use-desk.ts';
import { CloseIcon } from './icons.tsx';

const MAX_FILES = 3;
const MAX_FILE = 100_000;

/** A ticket as a customer would send it. Storing it posts the signed webhook. */
export function NewTicketDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { store } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [sending, setSending] = useState(false);

  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    const fact = (name: string): string | null => text(name) || null;
    setSending(true);
    const chosen = fields.getAll('files').filter((file): file is File => file instanceof File && file.size > 0);
    const files = await Promise.all(
      chosen
        .slice(0, MAX_FILES)
        .map(async (file) => ({ name: file.name, contentType: file.type || 'text/plain', text: (await file.text()).slice(0, MAX_FILE) })),
    );
    const stored = await store.create({
      subject: text('subject'),
      body: text('body'),
      requester: { name: text('name'), email: text('email') },
      files,
      customer: { tier: fact('tier'), plan: fact('plan'), region: fact('region'), version: fact('version') },
    });
    setSending(false);
    if (!stored) return;
    form.current?.reset();
    onClose();
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="new-ticket-title" data-testid="new-ticket-dialog" onClose={onClose}>
      <form ref={form} onSubmit={(event) => void onSubmit(event)}>
        <div className="dialog-head">
          <h2 id="new-ticket-title">New ticket</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        <p className="dialog-note">Write as a customer would. Deskgraph hears of it by a signed webhook, and tags it by itself.</p>
        <label className="field">
          <span>Subject</span>
          <input name="subject" maxLength={1_000} data-testid="new-ticket-subject" />
        </label>
        <label className="field">
          <span>Message</span>
          <textarea name="body" rows={6} data-testid="new-ticket-body" />
        </label>
        <label className="field">
          <span>Text files, such as a log</span>
          <input name="files" type="file" multiple accept="text/*,.log,.csv,.json" data-testid="new-ticket-files" />
        </label>
        <div className="field-grid">
          <label className="field">
            <span>Customer’s name</span>
            <input name="name" maxLength={256} autoComplete="off" defaultValue="Sam Rivera" data-testid="new-ticket-name" />
          </label>
          <label className="field">
            <span>E-mail</span>
            <input name="email" type="email" maxLength={320} autoComplete="off" defaultValue="sam.rivera@example.com" data-testid="new-ticket-email" />
          </label>
          <label className="field">
            <span>Tier</span>
            <input name="tier" maxLength={64} list="tiers" placeholder="unknown" data-testid="new-ticket-tier" />
          </label>
          <label className="field">
            <span>Plan</span>
            <input name="plan" maxLength={64} placeholder="unknown" data-testid="new-ticket-plan" />
          </label>
          <label className="field">
            <span>Region</span>
            <input name="region" maxLength={64} placeholder="unknown" data-testid="new-ticket-region" />
          </label>
          <label className="field">
            <span>Version</span>
            <input name="version" maxLength={64} placeholder="unknown" />
          </label>
        </div>
        <datalist id="tiers">
          <option value="standard" />
          <option value="business" />
          <option value="vip" />
        </datalist>
        <div className="dialog-foot">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={sending} data-testid="new-ticket-submit">
            {sending ? 'Creating …' : 'Create ticket'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
