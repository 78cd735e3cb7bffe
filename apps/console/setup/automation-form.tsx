import { type FormEvent, useState } from 'react';
import type { Automation, SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';
import { Options } from '../options.tsx';

const modes = ['off', 'dry_run', 'on'] as const;
const flags = ['setPriority', 'setGroup', 'note'] as const;
const fields = ['product', 'version', 'orderNumber'] as const;

type Props = { view: SetupView; busy: boolean; onSave: (automation: Automation) => void };

export function AutomationForm({ view, busy, onSave }: Props) {
  const { t } = useConsole();
  const [form, setForm] = useState(view.automation);
  const [map, setMap] = useState(() => toLines(view.automation.tagMap));
  // One that was chosen and is gone from the account, or cannot be read now, stays chosen until somebody changes it.
  const ids = Object.values(view.automation.fields).filter((id) => id !== '');
  const offered = Object.fromEntries([...ids.map((id) => [id, id]), ...view.choices.fields.map(({ id, name }) => [id, name])]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...form, tagMap: fromLines(map) });
  };
  return (
    <form aria-labelledby="automation" onSubmit={save} data-testid="automation">
      <h3 id="automation">{t('tagging.title')}</h3>
      <fieldset>
        <legend>{t('tagging.mode')}</legend>
        {modes.map((mode) => (
          <label key={mode} className="check">
            <input type="radio" name="mode" value={mode} checked={form.autoTag === mode} onChange={() => setForm({ ...form, autoTag: mode })} />
            <span>
              <strong>{t(`mode.${mode}`)}</strong> {t(`mode.${mode}.text`)}
            </span>
          </label>
        ))}
      </fieldset>
      <Accuracy view={view} />
      <label>
        {t('tagging.prefix')}
        <input value={form.tagPrefix} maxLength={32} placeholder={t('tagging.prefix.none')} onChange={(e) => setForm({ ...form, tagPrefix: e.target.value })} />
      </label>
      <label>
        {t('tagging.map')} <code>{t('tagging.map.form')}</code>
        <textarea rows={3} value={map} onChange={(e) => setMap(e.target.value)} />
      </label>
      <fieldset>
        <legend>{t('tagging.also')}</legend>
        {flags.map((flag) => (
          <label key={flag} className="check">
            <input type="checkbox" checked={form[flag]} onChange={(e) => setForm({ ...form, [flag]: e.target.checked })} />
            {t(`tagging.${flag}`)}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend>{t('fields.title')}</legend>
        {fields.map((name) => (
          <label key={name}>
            {t(`fields.${name}`)}
            <select value={form.fields[name]} onChange={(e) => setForm({ ...form, fields: { ...form.fields, [name]: e.target.value } })}>
              <option value="">{t('fields.none')}</option>
              <Options of={offered} />
            </select>
          </label>
        ))}
      </fieldset>
      <button type="submit" className="primary" disabled={busy}>
        {t('tagging.save')}
      </button>
    </form>
  );
}

function Accuracy({ view: { accuracy } }: { view: SetupView }) {
  const { t, locale } = useConsole();
  if (accuracy.tickets === 0) return <p className="hint">{t('accuracy.none')}</p>;
  const right = accuracy.proposed === 0 ? 0 : accuracy.kept / accuracy.proposed;
  const found = accuracy.kept + accuracy.missed === 0 ? 0 : accuracy.kept / (accuracy.kept + accuracy.missed);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  return <p data-testid="accuracy">{t.plural('accuracy', accuracy.tickets, { kept: percent.format(right), found: percent.format(found) })}</p>;
}

const toLines = (map: Record<string, string>): string =>
  Object.entries(map)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n');

function fromLines(text: string): Record<string, string> {
  const pairs = text.split('\n').map((line) => line.split('='));
  return Object.fromEntries(pairs.filter(([from]) => from?.trim()).map(([from = '', to = '']) => [from.trim(), to.trim()]));
}
