import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react';
import { countViews, type Filter, filterTickets, views } from '../model/ticket-filter.ts';
import { useDesk, useDeskState, useNow } from '../use-desk.ts';
import { SearchIcon } from './icons.tsx';
import { TicketRow } from './ticket-row.tsx';

export function TicketList() {
  const { store, apps } = useDesk();
  const { list, active, fresh, tabs } = useDeskState();
  const [filter, setFilter] = useState<Filter>({ view: 'open', order: 'due', search: '' });
  const now = useNow('minute');
  const search = useDeferredValue(filter.search);
  const tickets = list?.tickets;
  const shown = useMemo(() => filterTickets(tickets ?? [], { ...filter, search }, now), [tickets, filter, search, now]);
  const counts = useMemo(() => countViews(tickets ?? [], now), [tickets, now]);
  const openIds = new Set(tabs.map((tab) => tab.id));

  function open(id: number): void {
    apps.pane.set('conversation');
    void store.open(id);
  }

  return (
    <aside className="ticket-list" aria-label="Tickets">
      <div className="list-head">
        <label className="search">
          <SearchIcon />
          <span className="visually-hidden">Search tickets</span>
          <input
            type="search"
            placeholder="Search subject, customer, tag or #id"
            value={filter.search}
            onChange={(event) => setFilter({ ...filter, search: event.target.value })}
          />
        </label>
        <fieldset className="views">
          <legend className="visually-hidden">Show</legend>
          {views.map(({ id, label, counted }) => (
            <label key={id}>
              <input type="radio" name="view" checked={filter.view === id} onChange={() => setFilter({ ...filter, view: id })} />
              <span>
                {label} {counted && counts[id] > 0 && <b>{counts[id]}</b>}
              </span>
            </label>
          ))}
        </fieldset>
        <div className="list-line">
          <span role="status">{list === null ? 'Loading …' : `${shown.length} ${shown.length === 1 ? 'ticket' : 'tickets'}`}</span>
          <label>
            <span className="visually-hidden">Order</span>
            <select value={filter.order} onChange={(event) => setFilter({ ...filter, order: event.target.value === 'newest' ? 'newest' : 'due' })}>
              <option value="due">Due first</option>
              <option value="newest">Newest first</option>
            </select>
          </label>
        </div>
      </div>
      <ul className="rows" onKeyDown={moveFocus}>
        {shown.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} active={ticket.id === active} inTab={openIds.has(ticket.id)} fresh={fresh.has(ticket.id)} onOpen={open} />
        ))}
      </ul>
      {list !== null && shown.length === 0 && <p className="no-rows">{filter.search ? 'No ticket matches.' : 'Nothing here.'}</p>}
    </aside>
  );
}

/** Arrow keys walk through the list. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button')];
  const next = rows[rows.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
