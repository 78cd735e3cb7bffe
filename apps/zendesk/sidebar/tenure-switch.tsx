import { Button } from '@zendeskgarden/react-buttons';
import { useEffect } from 'react';
import { useSidebar } from './sidebar-context.ts';
import { Row, RowLabel, Stack, ToneText } from './styles.ts';

const tenures = ['new', 'standard', 'expert'] as const;

/** How much of a reply the agent wants: more steps for who is new, the facts alone for an expert. Kept for all tickets. */
export function TenureSwitch() {
  const { state, store, t } = useSidebar();
  const { value, failed } = state.tenure;
  useEffect(() => void store.loadTenure(), [store]);
  const busy = value === null || state.sessionEnded || state.draft.status === 'streaming';
  return (
    <Stack $gap={4}>
      <Row role="group" aria-label={t('tenure')}>
        <RowLabel>{t('tenure')}</RowLabel>
        {tenures.map((tenure) => (
          <Button
            key={tenure}
            size="small"
            isPill
            isNeutral={tenure !== value}
            isPrimary={tenure === value}
            data-testid={`tenure-${tenure}`}
            aria-pressed={tenure === value}
            aria-disabled={busy}
            onClick={() => {
              if (!busy) void store.setTenure(tenure);
            }}
          >
            {t(`tenure.${tenure}`)}
          </Button>
        ))}
      </Row>
      <div role="status">{failed && <ToneText $tone="danger">{t('tenure.failed')}</ToneText>}</div>
    </Stack>
  );
}
