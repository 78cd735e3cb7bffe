/** Short notices at the edge of the desk: from apps (`notify`), and of the desk itself. */
import type { Notice } from '../zaf-host/ports.ts';
import { observable } from './observable.ts';

export type Toast = Notice & { id: number };
export type Toasts = ReturnType<typeof createToasts>;

const SHOWN_MS = 6_000;

export function createToasts() {
  const toasts = observable<Toast[]>([]);
  let next = 1;
  const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));
  return {
    toasts,
    dismiss,
    show(notice: Notice): void {
      const id = next++;
      toasts.set([...toasts.get().slice(-3), { ...notice, id }]);
      if (!notice.sticky) setTimeout(() => dismiss(id), SHOWN_MS);
    },
  };
}
