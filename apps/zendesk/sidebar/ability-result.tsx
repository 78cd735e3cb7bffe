import { Button } from '@zendeskgarden/react-buttons';
import { Dots } from '@zendeskgarden/react-loaders';
import { useState } from 'react';
import styled from 'styled-components';
import { isForAgent } from '../../panel/abilities.ts';
import { safeUrl } from '../../panel/present-article.ts';
import { said } from '../../panel/said.ts';
import { Passage } from './passage.tsx';
import { ProblemBox } from './problem-box.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Card, Meta, Notice, Row, Strong, TextButton, ToneText } from './styles.ts';

const Text = styled.div`white-space: pre-wrap; font-size: 13px; line-height: 18px;`;

/** What the last question or wish came to. Text alone: it is read, copied, or put under what stands in the composer. */
export function AbilityResult() {
  const { state, store, words, t } = useSidebar();
  const { ability } = state;
  if (ability.status === 'idle') return null;
  if (ability.status === 'working') {
    return (
      <Meta role="status" data-testid="ability-working">
        <Dots size={16} delayMS={0} aria-label={t('assist.working')} /> {t('assist.working')}
      </Meta>
    );
  }
  if (ability.status === 'done') return <Done ability={ability} />;
  // No fault and nothing to mend: what only a model can do is said as a fact.
  if (ability.problem.code === 'needs_model' || ability.problem.code === 'not_found' || ability.problem.code === 'conflict') {
    return (
      <Notice $tone="plain" role="status" data-testid="ability-unavailable">
        <span>{ability.problem.code === 'needs_model' ? t('assist.needsModel') : said(ability.problem.message ?? '', words)}</span>
        <div>
          <TextButton onClick={store.closeAbility}>{t('assist.close')}</TextButton>
        </div>
      </Notice>
    );
  }
  return state.sessionEnded ? null : <ProblemBox problem={ability.problem} onRetry={() => void store.ask(ability.ask)} />;
}

type DoneState = Extract<ReturnType<typeof useSidebar>['state']['ability'], { status: 'done' }>;

function Done({ ability: { ask, result, went } }: { ability: DoneState }) {
  const { state, store, words, t } = useSidebar();
  const [open, setOpen] = useState<string | null>(null);
  const forAgent = isForAgent(ask, state.evidence?.triage.language.value?.slice(0, 2) ?? null);
  const cited = result.citations.find(({ passageId }) => passageId === open);
  return (
    <Card role="group" aria-label={t('assist.result')} data-testid="ability-result">
      <Strong>
        {ask.ability === 'answer' || ask.ability === 'add_fact'
          ? ask.text
          : t(ask.ability === 'fill_macro' ? 'assist.macro' : ask.ability === 'translate' ? 'assist.translation' : `assist.${ask.ability}`)}
      </Strong>
      <Text dir="auto" lang={result.language} data-testid="ability-text">
        {result.text || t('assist.nothing')}
      </Text>
      {result.citations.map(({ n, passageId, title }) => (
        <div key={n}>
          <TextButton aria-expanded={open === passageId} onClick={() => setOpen(open === passageId ? null : passageId)}>
            {t('source', { n, title })}
          </TextButton>
        </div>
      ))}
      {cited && <Passage id={cited.passageId} title={cited.title} url={safeUrl(cited.url)} quote={cited.quote} onClose={() => setOpen(null)} />}
      {result.degraded && <Meta>{said(result.degraded, words)}</Meta>}
      <Meta>
        {result.by.drafter === 'model' ? (result.by.model ? t('drafted.model', { model: result.by.model }) : t('drafted.modelUnnamed')) : t('assist.byRules')}
      </Meta>
      <Row>
        {result.text !== '' && !forAgent && (
          <Button size="small" data-testid="ability-insert" onClick={() => void store.insertAbility()}>
            {t('insert')}
          </Button>
        )}
        {result.text !== '' && (
          <Button size="small" isBasic data-testid="ability-copy" onClick={() => void store.copyAbility()}>
            {t('copy')}
          </Button>
        )}
        <Button size="small" isBasic onClick={store.closeAbility}>
          {t('assist.close')}
        </Button>
      </Row>
      <div role="status">
        {went && (
          <ToneText $tone={went === 'failed' ? 'danger' : 'success'}>
            {t(went === 'failed' ? 'insert.failed' : went === 'inserted' ? 'insert.done' : 'copy.done')}
          </ToneText>
        )}
      </div>
    </Card>
  );
}
