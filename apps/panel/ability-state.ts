/** Where the last wish of the agent stands. */
import type { AssistRequestInput, AssistResponse } from '#shared/assist';
import type { Problem } from './problem.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** The request without the ticket, which the panel adds where the Worker cannot read it. */
export type Ask = Without<AssistRequestInput, 'ticket'>;

export type AbilityState =
  | { status: 'idle' }
  | { status: 'working'; ask: Ask }
  | { status: 'done'; ask: Ask; result: AssistResponse; went?: 'inserted' | 'copied' | 'failed' }
  | { status: 'failed'; ask: Ask; problem: Problem };
