import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../console-context.ts';

/** Reading without waiting for the hour. */
export function ReadNow() {
  const { api, t } = useConsole();
  const reading = useMutation({ mutationFn: api.readNow });
  return (
    <section aria-labelledby="knowledge">
      <h3 id="knowledge">{t('read.title')}</h3>
      <p className="hint">{t('read.hint')}</p>
      <button type="button" disabled={reading.isPending} onClick={() => reading.mutate()} data-testid="read-now">
        {t(reading.isPending ? 'read.asking' : 'read.now')}
      </button>
      <p role="status">{reading.isSuccess ? t('read.begun') : ''}</p>
      {reading.error && <p role="alert">{reading.error.message}</p>}
    </section>
  );
}
