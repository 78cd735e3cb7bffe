import { Accordion, Alert, Button, Flex, Input, List, LoadingSpinner, Select, Text } from '@hubspot/ui-extensions';
import { useEffect, useState } from 'react';
import type { Ask } from '../../../../panel/ability-state.ts';
import { said } from '../../../../panel/said.ts';
import { useCard } from './card-context.ts';
import { ProblemAlert } from './notices.tsx';

const rewrites = ['shorter', 'friendlier', 'formal'] as const;
const notes = ['summarize', 'handover', 'clarify'] as const;
/** The Worker wants three letters of a question. */
const SHORTEST = 3;

/** One line to ask on, and a list of what can be made of the draft and the ticket. */
export function Assistant() {
  const { state, store, words, t } = useCard();
  const [text, setText] = useState('');
  const { ability } = state;
  const busy = ability.status === 'working' || state.sessionEnded;
  const ready = text.trim().length >= SHORTEST && !busy;
  const customers = state.evidence?.triage.language.value?.slice(0, 2);
  const own = words.locale.slice(0, 2).toLowerCase();
  const languages = [...new Set([own, customers ?? 'en'])];
  const names = new Intl.DisplayNames([words.locale], { type: 'language', fallback: 'code' });
  const nameOf = (language: string) => names.of(language) ?? language;
  const wishes: { value: string; label: string; ask: Ask }[] = [
    ...rewrites.map((one) => ({ value: one, label: t(`assist.${one}`), ask: { ability: one } as Ask })),
    ...languages.map((language) => ({
      value: `translate-${language}`,
      label: t('assist.translate', { language: nameOf(language) }),
      ask: { ability: 'translate', language } as Ask,
    })),
    ...notes.map((one) => ({ value: one, label: t(`assist.${one}`), ask: { ability: one } as Ask })),
    ...(customers && customers !== own
      ? [
          {
            value: 'translate-message',
            label: t('assist.translateMessage', { language: nameOf(own) }),
            ask: { ability: 'translate', language: own, of: 'message' } as Ask,
          },
          // The card cannot read the composer: what is to be translated is typed above.
          ...(text.trim() === ''
            ? []
            : [
                {
                  value: 'translate-text',
                  label: t('assist.translateText', { language: nameOf(customers) }),
                  ask: { ability: 'translate', language: customers, of: 'text', text: text.trim() } as Ask,
                },
              ]),
        ]
      : []),
  ];
  const wish = (value: unknown) => {
    const chosen = wishes.find((one) => one.value === value);
    if (chosen && !busy) void store.ask(chosen.ask);
  };
  return (
    <Accordion title={t('assist.ask')} size="xs">
      <Flex direction="column" gap="sm">
        <Input name="ask" label={t('assist.ask')} value={text} onInput={setText} />
        <Flex direction="row" gap="xs" wrap="wrap">
          <Button size="xs" disabled={!ready} onClick={() => void store.ask({ ability: 'answer', text: text.trim() })} testId="ask-answer">
            {t('assist.answer')}
          </Button>
          <Button
            size="xs"
            variant="transparent"
            disabled={!ready}
            onClick={() => void store.ask({ ability: 'add_fact', text: text.trim().slice(0, 500) })}
            testId="ask-fact"
          >
            {t('assist.add_fact')}
          </Button>
        </Flex>
        <Select name="wish" label={t('assist.more')} options={wishes.map(({ value, label }) => ({ value, label }))} onChange={wish} />
        <TenureChoice />
        <Result />
      </Flex>
    </Accordion>
  );
}

const tenures = ['new', 'standard', 'expert'] as const;

/** How much of a reply the agent wants, kept for all tickets. */
function TenureChoice() {
  const { state, store, t } = useCard();
  const { value, failed } = state.tenure;
  useEffect(() => void store.loadTenure(), [store]);
  const choose = (wanted: unknown) => {
    const chosen = tenures.find((tenure) => tenure === wanted);
    if (chosen && !state.sessionEnded && state.draft.status !== 'streaming') void store.setTenure(chosen);
  };
  if (value === null) return null;
  return (
    <>
      <Select
        name="tenure"
        label={t('tenure')}
        value={value}
        options={tenures.map((tenure) => ({ value: tenure, label: t(`tenure.${tenure}`) }))}
        onChange={choose}
      />
      {failed && <Alert title={t('tenure.failed')} variant="warning" />}
    </>
  );
}

/** Text alone: it is read, or copied. */
function Result() {
  const { state, store, words, t } = useCard();
  const { ability } = state;
  if (ability.status === 'idle') return null;
  if (ability.status === 'working') return <LoadingSpinner label={t('assist.working')} showLabel={true} size="xs" />;
  if (ability.status === 'failed') {
    // No fault and nothing to mend: what only a model can do is said as a fact.
    if (ability.problem.code === 'needs_model') return <Alert title={t('assist.needsModel')} variant="info" testId="ability-unavailable" />;
    return <ProblemAlert of="ability" problem={ability.problem} onRetry={() => void store.ask(ability.ask)} />;
  }
  const { result, went } = ability;
  return (
    <Flex direction="column" gap="xs">
      <Text testId="ability-text">{result.text || t('assist.nothing')}</Text>
      {result.citations.length > 0 && (
        <List>
          {result.citations.map(({ n, title }) => (
            <Text key={n} variant="microcopy">
              {t('source', { n, title })}
            </Text>
          ))}
        </List>
      )}
      {result.degraded && <Text variant="microcopy">{said(result.degraded, words)}</Text>}
      <Flex direction="row" gap="xs">
        {result.text !== '' && (
          <Button size="xs" onClick={() => void store.copyAbility()} testId="ability-copy">
            {t('copy')}
          </Button>
        )}
        <Button size="xs" variant="transparent" onClick={store.closeAbility} testId="ability-close">
          {t('assist.close')}
        </Button>
      </Flex>
      {went === 'copied' && <Alert title={t('copy.paste')} variant="success" />}
      {went === 'failed' && <Alert title={t('copy.failed')} variant="warning" />}
    </Flex>
  );
}
