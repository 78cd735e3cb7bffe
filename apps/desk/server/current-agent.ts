import type { Context } from 'hono';
import { staff, type UserRecord } from './records.ts';

/** Who sits at the desk: its page says so with every call. The desk is one's own machine, so that nobody has to prove it. */
export const agentOf = (c: Context): UserRecord => (c.req.header('x-desk-agent') === String(staff.limited.id) ? staff.limited : staff.agent);
