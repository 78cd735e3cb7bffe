import { Button, IconButton } from '@zendeskgarden/react-buttons';
import { Field, Input, Label } from '@zendeskgarden/react-forms';
import MoreIcon from '@zendeskgarden/svg-icons/src/16/overflow-stroke.svg?icon';
import { type FormEvent, useId, useState } from 'react';
import styled from 'styled-components';
import type { Ask } from '../../panel/ability-state.ts';
import { AbilityResult } from './ability-result.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Row, RowLabel, Stack } from './styles.ts';
import { TenureSwitch } from './tenure-switch.tsx';

const Line = styled.form`
  display: flex; align-items: center; gap: 4px;
  & > :first-child { flex: 1; min-width: 0; }
`;
/** The words of a question may be few; the Worker wants three letters. */
const SHORTEST = 3;

/** One line to ask on, and behind a button what can be made of the draft and the ticket. */
export function Assistant() {
  const { state, store, t } = useSidebar();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const menuId = useId();
  const { ability } = state;
  const busy = ability.status === 'working' || state.sessionEnded;
  const told = text.trim();
  const ready = told.length >= SHORTEST && !busy;
  const ask = (wanted: Ask) => {
    if (!busy) void store.ask(wanted);
  };
  return (
    <Stack $gap={6}>
      <Line
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (ready) ask({ ability: 'answer', text: told });
        }}
      >
        <Field>
          <Label hidden>{t('assist.ask')}</Label>
          <Input isCompact data-testid="ask" value={text} maxLength={1000} placeholder={t('assist.ask')} onChange={(event) => setText(event.target.value)} />
        </Field>
        <IconButton
          type="button"
          size="small"
          data-testid="assist-menu"
          aria-label={t('assist.more')}
          title={t('assist.more')}
          aria-expanded={open}
          aria-controls={menuId}
          onClick={() => setOpen(!open)}
        >
          <MoreIcon />
        </IconButton>
      </Line>
      {told !== '' && (
        <Row>
          <Button size="small" data-testid="ask-answer" aria-disabled={!ready} onClick={() => ready && ask({ ability: 'answer', text: told })}>
            {t('assist.answer')}
          </Button>
          <Button
            size="small"
            isBasic
            data-testid="ask-fact"
            aria-disabled={!ready}
            onClick={() => ready && ask({ ability: 'add_fact', text: told.slice(0, 500) })}
          >
            {t('assist.add_fact')}
          </Button>
        </Row>
      )}
      {open && <Menu id={menuId} ask={ask} busy={busy} text={told} />}
      <AbilityResult />
    </Stack>
  );
}

const rewrites = ['shorter', 'friendlier', 'formal'] as const;
const notes = ['summarize', 'handover', 'clarify'] as const;

function Menu({ id, ask, busy, text }: { id: string; ask: (wanted: Ask) => void; busy: boolean; text: string }) {
  const { state, words, t } = useSidebar();
  const customers = state.evidence?.triage.language.value?.slice(0, 2) ?? null;
  const own = words.locale.slice(0, 2).toLowerCase();
  const languages = [...new Set([own, customers ?? own])].filter((language) => /^[a-z]{2}$/.test(language));
  const nameOf = (language: string) => names.of(language) ?? language;
  const names = new Intl.DisplayNames([words.locale], { type: 'language', fallback: 'code' });
  const pill = (key: string, label: string, wanted: Ask) => (
    <Button key={key} size="small" isPill isNeutral data-testid={`assist-${key}`} aria-disabled={busy} onClick={() => ask(wanted)}>
      {label}
    </Button>
  );
  return (
    <Stack id={id} $gap={6}>
      <Row role="group" aria-label={t('assist.reply')}>
        <RowLabel>{t('assist.reply')}</RowLabel>
        {rewrites.map((ability) => pill(ability, t(`assist.${ability}`), { ability }))}
        {languages.map((language) => pill(`translate-${language}`, t('assist.translate', { language: nameOf(language) }), { ability: 'translate', language }))}
      </Row>
      <Row role="group" aria-label={t('assist.ticket')}>
        <RowLabel>{t('assist.ticket')}</RowLabel>
        {notes.map((ability) => pill(ability, t(`assist.${ability}`), { ability }))}
      </Row>
      {customers && customers !== own && (
        <Row role="group" aria-label={t('assist.translation')}>
          <RowLabel>{t('assist.translation')}</RowLabel>
          {pill('translate-message', t('assist.translateMessage', { language: nameOf(own) }), { ability: 'translate', language: own, of: 'message' })}
          {pill('translate-text', t('assist.translateText', { language: nameOf(customers) }), { ability: 'translate', language: customers, of: 'text', text })}
        </Row>
      )}
      <TenureSwitch />
    </Stack>
  );
}
