import { memo, useEffect, useRef } from 'react';
import type { TicketSummary } from '../../wire.ts';
import { toAge, toDateTime } from '../model/time.ts';
import { useNow } from '../use-desk.ts';
import { Tier } from './person.tsx';
import { SlaClock } from './sla-clock.tsx';

const SHOWN_TAGS = 3;

type Props = { ticket: TicketSummary; active: boolean; inTab: boolean; fresh: boolean; onOpen: (id: number) => void };

export const TicketRow = memo(function TicketRow({ ticket, active, inTab, fresh, onOpen }: Props) {
  const now = useNow('minute');
  const { tags, requester, sla } = ticket;
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (fresh) row.current?.scrollIntoView({ block: 'nearest' });
  }, [fresh]);
  return (
    <li>
      <button
        ref={row}
        type="button"
        className="row"
        data-testid="ticket-row"
        data-ticket-id={ticket.id}
        data-in-tab={inTab || undefined}
        data-fresh={fresh || undefined}
        aria-current={active ? 'true' : undefined}
        onClick={() => onOpen(ticket.id)}
      >
        <span className="row-top">
          <span className="row-requester">{requester.name}</span>
          <Tier tier={requester.customer.tier} />
          <span className="spacer" />
          {sla ? (
            <SlaClock dueAt={sla.dueAt} />
          ) : (
            <time className="age" dateTime={ticket.createdAt} title={toDateTime(ticket.createdAt)}>
              {toAge(ticket.createdAt, now)}
            </time>
          )}
        </span>
        <span className="row-subject" dir="auto">
          {ticket.subject || ticket.preview || '(no subject)'}
        </span>
        <span className="row-meta">
          <Status status={ticket.status} />
          {ticket.priority === 'urgent' || ticket.priority === 'high' ? (
            <span className="priority" data-priority={ticket.priority}>
              {ticket.priority}
            </span>
          ) : null}
          <span className="row-id">#{ticket.id}</span>
          {tags.slice(0, SHOWN_TAGS).map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
          {tags.length > SHOWN_TAGS && <span className="tag more">+{tags.length - SHOWN_TAGS}</span>}
        </span>
      </button>
    </li>
  );
});

export function Status({ status }: { status: string }) {
  return (
    <span className="status" data-status={status}>
      {status === 'hold' ? 'on hold' : status}
    </span>
  );
}
