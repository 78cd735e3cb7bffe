import type { TicketDetail } from '../../wire.ts';
import { toDateTime } from '../model/time.ts';
import { customerFacts } from './person.tsx';
import { SlaClock } from './sla-clock.tsx';

export function TicketHeader({ ticket }: { ticket: TicketDetail }) {
  const { requester, sla } = ticket;
  const facts = customerFacts(requester.customer, ticket.locale ?? requester.locale);
  return (
    <header className="ticket-header">
      <div className="ticket-title">
        <h2 dir="auto">{ticket.subject || '(no subject)'}</h2>
        {sla && <SlaClock dueAt={sla.dueAt} />}
      </div>
      <p className="ticket-who">
        <strong>{requester.name}</strong>
        {requester.email && <span>{requester.email}</span>}
        <span>
          #{ticket.id} by {ticket.channel === 'other' ? 'the web' : ticket.channel}, {toDateTime(ticket.createdAt)}
        </span>
      </p>
      {facts.length > 0 && (
        <dl className="facts">
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}
