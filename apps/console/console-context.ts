import { createContext, useContext } from 'react';
import type { Role } from '#shared/governance';
import type { ConsoleApi } from './api.ts';
import type { Translation } from './translate.ts';

export type Console = Translation & {
  api: ConsoleApi;
  baseUrl: string;
  installation: string;
  user: { id: string; role: Role };
  platform: 'zendesk' | 'hubspot';
};

export const ConsoleContext = createContext<Console | null>(null);

/** Throws outside the console: that is a mistake in the tree. */
export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (!found) throw new Error('This component stands outside the console.');
  return found;
}
