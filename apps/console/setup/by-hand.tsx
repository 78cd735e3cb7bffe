import { useConsole } from '../console-context.ts';

const points = ['order', 'who', 'uninstall'] as const;

/** What Zendesk lets no app do for an administrator, and why it matters. */
export function ByHand() {
  const { t } = useConsole();
  return (
    <details>
      <summary>{t('hand.title')}</summary>
      <ul>
        {points.map((point) => (
          <li key={point}>
            <strong>{t(`hand.${point}`)}</strong> {t(`hand.${point}.text`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
