/** How components reach the desk's models. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AppRunner } from './model/app-runner.ts';
import type { DeskState, DeskStore } from './model/desk-store.ts';
import { type Observable, observable } from './model/observable.ts';
import type { Theme } from './model/theme.ts';
import type { Toasts } from './model/toasts.ts';

export type DeskModels = { store: DeskStore; toasts: Toasts; theme: Theme; apps: AppRunner };

export const DeskContext = createContext<DeskModels | null>(null);

export function useDesk(): DeskModels {
  const models = useContext(DeskContext);
  if (!models) throw new Error('A part of the desk is used outside of it.');
  return models;
}

export function useObservable<T>(source: Observable<T>): T {
  return useSyncExternalStore(source.subscribe, source.get);
}

export function useDeskState(): DeskState {
  return useObservable(useDesk().store.state);
}

/** One timer for every clock on the page. */
const seconds = observable(Date.now());
setInterval(() => seconds.set(Date.now()), 1_000);
const minutes = observable(Date.now());
setInterval(() => minutes.set(Date.now()), 60_000);

/** Milliseconds since the epoch, renewed each second or minute. */
export function useNow(every: 'second' | 'minute'): number {
  return useObservable(every === 'second' ? seconds : minutes);
}
