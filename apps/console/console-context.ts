import { createContext, useContext } from 'react';
import type { ConsoleApi } from './api.ts';

export const ConsoleContext = createContext<{ api: ConsoleApi; baseUrl: string } | null>(null);

/** Throws outside the console: that is a mistake in the tree. */
export function useConsole(): { api: ConsoleApi; baseUrl: string } {
  const found = useContext(ConsoleContext);
  if (!found) throw new Error('This component stands outside the console.');
  return found;
}
