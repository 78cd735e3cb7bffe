import { useSidebar } from './sidebar-context.ts';
import { Meta, Stack, Strong, TextButton } from './styles.ts';

/** The one thing to do now. */
export function NextAction() {
  const { view, state, store, t } = useSidebar();
  const macroId = state.nextAction?.macroId ?? null;
  if (!view.nextAction) return null;
  const { label, reason } = view.nextAction;
  return (
    <Stack $gap={0} data-testid="next-action">
      <span>
        <Meta>{t('next')}: </Meta>
        <Strong>{label}</Strong>
      </span>
      {macroId !== null && (
        <div>
          <TextButton data-testid="macro-preview" onClick={() => void store.ask({ ability: 'fill_macro', macroId })}>
            {t('assist.macro')}
          </TextButton>
        </div>
      )}
      {reason && !view.mustEscalate && <Meta>{reason}</Meta>}
    </Stack>
  );
}
