import type { TicketStatus } from '../../wire.ts';
import type { Tab } from '../model/desk-store.ts';
import { useDeskState, useObservable } from '../use-desk.ts';
import { TagEditor } from './tag-editor.tsx';

export const statusLabels: Record<TicketStatus, string> = { new: 'New', open: 'Open', pending: 'Pending', hold: 'On hold', solved: 'Solved', closed: 'Closed' };

/** What an agent can change beside writing; kept unsaved until Submit. */
export function TicketFields({ tab }: { tab: Tab }) {
  const { form, saved } = useObservable(tab.ticket.state);
  const { list } = useDeskState();
  const { change } = tab.ticket;
  const statuses = (Object.keys(statusLabels) as TicketStatus[]).filter((s) => (s !== 'new' && s !== 'closed') || s === saved.status);
  const fixed = saved.status === 'closed';
  return (
    <div className="fields">
      <label className="field">
        <span>Status</span>
        <select data-testid="field-status" value={form.status} disabled={fixed} onChange={(e) => change({ status: e.target.value as TicketStatus })}>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {statusLabels[status]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Priority</span>
        <select data-testid="field-priority" value={form.priority ?? ''} disabled={fixed} onChange={(e) => change({ priority: e.target.value || null })}>
          <option value="">–</option>
          <option value="low">Low</option>
          <option value="normal">Normal</option>
          <option value="high">High</option>
          <option value="urgent">Urgent</option>
        </select>
      </label>
      <label className="field">
        <span>Group</span>
        <select
          data-testid="field-group"
          value={form.groupId ?? ''}
          disabled={fixed}
          onChange={(e) => change({ groupId: e.target.value ? Number(e.target.value) : null })}
        >
          <option value="">–</option>
          {list?.groups.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <TagEditor tags={form.tags} saved={saved.tags} disabled={fixed} onChange={(tags) => change({ tags })} />
    </div>
  );
}
