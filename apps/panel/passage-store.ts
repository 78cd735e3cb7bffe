/** Passages the agent opened, each fetched once. */
import type { PassageView } from '#shared/api';
import type { Client } from '#shared/client';
import { type Problem, toProblem } from './problem.ts';

export type PassageState = { status: 'loading' } | { status: 'ready'; passage: PassageView } | { status: 'error'; problem: Problem };

const loading: PassageState = { status: 'loading' };

export type PassageStore = {
  get(id: string): PassageState;
  /** Fetches the passage unless it is there or on its way; a failed one is tried again. */
  load(id: string): Promise<void>;
  subscribe(listener: () => void): () => void;
};

export function createPassageStore(client: Pick<Client, 'passage'>): PassageStore {
  const states = new Map<string, PassageState>();
  const listeners = new Set<() => void>();
  const set = (id: string, state: PassageState) => {
    states.set(id, state);
    for (const listener of [...listeners]) listener();
  };
  return {
    get: (id) => states.get(id) ?? loading,
    async load(id) {
      const known = states.get(id);
      if (known && known.status !== 'error') return;
      set(id, loading);
      try {
        set(id, { status: 'ready', passage: await client.passage(id) });
      } catch (error) {
        set(id, { status: 'error', problem: toProblem(error) });
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
