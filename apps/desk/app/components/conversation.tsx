import { Fragment, useEffect, useRef, useState } from 'react';
import type { DeskAudit, DeskComment } from '../../wire.ts';
import { describeAudit } from '../model/describe-audit.ts';
import type { Tab } from '../model/desk-store.ts';
import { toAge, toDateTime } from '../model/time.ts';
import { useDeskState, useNow, useObservable } from '../use-desk.ts';
import { CustomerReply } from './customer-reply.tsx';
import { LockIcon } from './icons.tsx';
import { Avatar } from './person.tsx';

type Entry = { at: string; comment: DeskComment; audit?: never } | { at: string; audit: DeskAudit; comment?: never };

/** Messages, notes, and what was changed in between, oldest first. */
export function Conversation({ tab }: { tab: Tab }) {
  const { saved } = useObservable(tab.ticket.state);
  const area = useRef<HTMLElement>(null);
  const entries: Entry[] = [
    ...saved.comments.map((comment): Entry => ({ at: comment.createdAt, comment })),
    ...saved.audits.map((audit): Entry => ({ at: audit.createdAt, audit })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

  // The latest message is what an agent reads first; a single long one begins at its beginning.
  useEffect(() => {
    if (area.current && saved.comments.length > 1) area.current.scrollTop = area.current.scrollHeight;
  }, [saved.comments.length]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section ref={area} className="conversation" aria-label="Conversation" tabIndex={0}>
      {entries.map((entry) =>
        entry.comment ? <Message key={`c${entry.comment.id}`} comment={entry.comment} /> : <AuditLine key={`a${entry.audit.id}`} audit={entry.audit} />,
      )}
      {saved.status !== 'closed' && <CustomerReply ticketId={tab.id} name={saved.requester.name} />}
    </section>
  );
}

const FOLDED_LENGTH = 2_500;

function Message({ comment }: { comment: DeskComment }) {
  const now = useNow('minute');
  const [open, setOpen] = useState(false);
  const { author, text } = comment;
  const folded = !open && text.length > FOLDED_LENGTH;
  const kind = !comment.public ? 'note' : author.role === 'end-user' ? 'customer' : 'agent';
  return (
    <div className="message" data-kind={kind}>
      <Avatar name={author.name} />
      <div className="message-body">
        <p className="message-head">
          <strong>{author.name}</strong>
          {kind === 'note' && (
            <span className="note-mark">
              <LockIcon /> Internal note
            </span>
          )}
          <time dateTime={comment.createdAt} title={toDateTime(comment.createdAt)}>
            {toAge(comment.createdAt, now)}
          </time>
        </p>
        <div className="message-text" dir="auto">
          {text.trim() === '' ? <em>(empty message)</em> : <Linked text={folded ? `${text.slice(0, FOLDED_LENGTH)} …` : text} />}
        </div>
        {comment.files && comment.files.length > 0 && <p className="hint">Attached: {comment.files.join(', ')}</p>}
        {text.length > FOLDED_LENGTH && (
          <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
          </button>
        )}
      </div>
    </div>
  );
}

/** Web addresses as links; everything else stays text. */
function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s<>"')\]]+)/).map((part, i) =>
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move.
      <a key={i} href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move.
      <Fragment key={i}>{part}</Fragment>
    ),
  );
}

function AuditLine({ audit }: { audit: DeskAudit }) {
  const { list } = useDeskState();
  const now = useNow('minute');
  const text = describeAudit(audit, list?.groups ?? []);
  if (text === '') return null;
  return (
    <p className="audit">
      <span>
        <strong>{audit.author.name}</strong> {text}
      </span>
      <time dateTime={audit.createdAt} title={toDateTime(audit.createdAt)}>
        {toAge(audit.createdAt, now)}
      </time>
    </p>
  );
}
