import type { DeskStore } from './desk-store.ts';

const VISIBLE_MS = 1_000;
const HIDDEN_MS = 10_000;
const INSTALLATIONS_MS = 10_000;

/** Keeps the list fresh: each second while someone looks, seldom in the background. One call at a time. */
export function keepPolling(store: DeskStore): void {
  let timer = 0;
  let installationsAt = Date.now();
  const turn = async (): Promise<void> => {
    await store.poll();
    if (Date.now() - installationsAt > INSTALLATIONS_MS) {
      installationsAt = Date.now();
      await store.refreshInstallations();
    }
    timer = window.setTimeout(turn, document.hidden ? HIDDEN_MS : VISIBLE_MS);
  };
  timer = window.setTimeout(turn, VISIBLE_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    window.clearTimeout(timer);
    void turn();
  });
}
