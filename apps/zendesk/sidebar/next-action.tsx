import { useSidebar } from './sidebar-context.ts';
import { Meta, Stack, Strong } from './styles.ts';

/** The one thing to do now. */
export function NextAction() {
  const { view, t } = useSidebar();
  if (!view.nextAction) return null;
  const { label, reason } = view.nextAction;
  return (
    <Stack $gap={0} data-testid="next-action">
      <span>
        <Meta>{t('next')}: </Meta>
        <Strong>{label}</Strong>
      </span>
      {reason && !view.mustEscalate && <Meta>{reason}</Meta>}
    </Stack>
  );
}
