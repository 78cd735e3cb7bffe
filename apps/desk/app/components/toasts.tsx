import { useDesk, useObservable } from '../use-desk.ts';
import { CloseIcon } from './icons.tsx';

export function Toasts() {
  const { toasts } = useDesk();
  const shown = useObservable(toasts.toasts);
  return (
    <div className="toasts" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className="toast" data-kind={toast.kind} data-testid="toast" role={toast.kind === 'error' ? 'alert' : undefined}>
          <span>{toast.message}</span>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => toasts.dismiss(toast.id)}>
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
