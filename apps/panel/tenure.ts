/** How long the agent has been doing this, as the Worker keeps it: what they choose holds on every ticket. */
import type { Client } from '#shared/client';
import type { Tenure } from '#shared/preferences';
import type { PanelState } from './panel-state.ts';
import { isSessionOver } from './problem.ts';

type Deps = {
  client: Partial<Pick<Client, 'preferences' | 'setPreferences'>>;
  getState: () => PanelState;
  patch: (part: Partial<PanelState>) => void;
  /** Writes the draft anew. */
  redraft: () => Promise<void>;
};

export type TenureActions = {
  /** Reads it once; until then, and when that fails, nothing is chosen. */
  loadTenure(): Promise<void>;
  /** A draft that is there is written anew; what could not be kept is taken back. */
  setTenure(tenure: Tenure): Promise<void>;
};

export function createTenureActions({ client, getState, patch, redraft }: Deps): TenureActions {
  return {
    async loadTenure() {
      const kept = getState().tenure.value === null ? await client.preferences?.().catch(() => null) : null;
      if (kept && getState().tenure.value === null) patch({ tenure: { value: kept.tenure, failed: false } });
    },
    async setTenure(wanted) {
      const { value } = getState().tenure;
      if (value === wanted || !client.setPreferences) return;
      patch({ tenure: { value: wanted, failed: false } });
      try {
        await client.setPreferences({ tenure: wanted });
        if (getState().draft.status === 'done') await redraft();
      } catch (error) {
        patch({ tenure: { value, failed: true }, ...(isSessionOver(error) ? { sessionEnded: true } : {}) });
      }
    },
  };
}
