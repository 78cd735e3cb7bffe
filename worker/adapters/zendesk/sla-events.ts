/** The account's metric events: when clocks of tickets started and ended. */
import type { SlaEvent } from '../../helpdesk-ports.ts';
import type { ZendeskClient } from './zendesk-client.ts';

type MetricEvent = { ticket_id?: unknown; metric?: unknown; instance_id?: unknown; type?: unknown; time?: unknown };
type Page = { ticket_metric_events?: (MetricEvent | null)[] | null; end_time?: number | null; end_of_stream?: boolean; count?: number };

/** Names of the stream, which differ from those of a ticket's own clocks. The first reply is the first instance of `reply_time`. */
const ofResolution = new Set(['requester_wait_time', 'resolution_time', 'agent_work_time']);
const PAGE = 1_000;

export async function slaEvents(client: ZendeskClient, startSeconds: number): Promise<{ events: SlaEvent[]; next: number; more: boolean }> {
  const page = await client.get<Page>(`/api/v2/incremental/ticket_metric_events.json?start_time=${startSeconds}`);
  const rows = (page.ticket_metric_events ?? []).filter((row) => row !== null);
  const events = rows.flatMap((row): SlaEvent[] => {
    const metric =
      row.metric === 'reply_time' ? (Number(row.instance_id) <= 1 ? 'first_reply' : 'next_reply') : ofResolution.has(String(row.metric)) ? 'resolution' : null;
    const type = row.type === 'activate' ? 'started' : row.type === 'fulfill' ? 'ended' : null;
    const at = typeof row.time === 'string' ? Date.parse(row.time) : Number.NaN;
    if (!metric || !type || Number.isNaN(at)) return [];
    return [{ clock: `${String(row.ticket_id)}|${String(row.metric)}|${String(row.instance_id)}`, metric, type, at }];
  });
  const next = typeof page.end_time === 'number' ? page.end_time : startSeconds;
  // Without a later end the stream stands still: the same page would come again.
  return { events, next, more: page.end_of_stream !== true && next > startSeconds && rows.length >= PAGE };
}
