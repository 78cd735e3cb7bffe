import { type FormEvent, useState } from 'react';
import type { Automation, SetupView } from '#shared/setup';

const modes = [
  { value: 'off', title: 'Off', text: 'Tags are shown to agents in the sidebar only.' },
  { value: 'dry_run', title: 'Dry run', text: 'Deskgraph writes down which tags it would add, and compares them with what agents did.' },
  { value: 'on', title: 'On', text: 'Certain tags are added to new tickets. Tags are never removed, and tickets are never closed.' },
] as const;

const fields = [
  { name: 'product', title: 'Product, when Deskgraph is sure of it' },
  { name: 'version', title: 'Version the customer names' },
  { name: 'orderNumber', title: 'Order number the customer names' },
] as const;

type Props = { view: SetupView; busy: boolean; onSave: (automation: Automation) => void };

export function AutomationForm({ view, busy, onSave }: Props) {
  const [form, setForm] = useState(view.automation);
  const [map, setMap] = useState(() => toLines(view.automation.tagMap));
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...form, tagMap: fromLines(map) });
  };
  const flag = (name: 'setPriority' | 'setGroup' | 'note', label: string) => (
    <label className="check">
      <input type="checkbox" checked={form[name]} onChange={(e) => setForm({ ...form, [name]: e.target.checked })} />
      {label}
    </label>
  );
  return (
    <form aria-labelledby="automation" onSubmit={save} data-testid="automation">
      <h3 id="automation">Tagging new tickets</h3>
      <fieldset>
        <legend>Mode</legend>
        {modes.map(({ value, title, text }) => (
          <label key={value} className="check">
            <input type="radio" name="mode" value={value} checked={form.autoTag === value} onChange={() => setForm({ ...form, autoTag: value })} />
            <span>
              <strong>{title}</strong> {text}
            </span>
          </label>
        ))}
      </fieldset>
      <Accuracy view={view} />
      <label>
        Put before each tag
        <input value={form.tagPrefix} maxLength={32} placeholder="nothing; for example ai_" onChange={(e) => setForm({ ...form, tagPrefix: e.target.value })} />
      </label>
      <label>
        Own names for tags, one a line: <code>deskgraph tag = your tag</code>
        <textarea rows={3} value={map} onChange={(e) => setMap(e.target.value)} />
      </label>
      <fieldset>
        <legend>Also</legend>
        {flag('setPriority', 'Set the priority where it is empty')}
        {flag('setGroup', 'Assign the group that your routing rules choose, where there is none')}
        {flag('note', 'Leave an internal note that says what was done and why')}
      </fieldset>
      <fieldset>
        <legend>Fill in ticket fields that are empty (numbers from Admin Center → Fields)</legend>
        {fields.map(({ name, title }) => (
          <label key={name}>
            {title}
            <input
              inputMode="numeric"
              pattern="[0-9]*"
              maxLength={20}
              placeholder="not filled in"
              value={form.fields[name]}
              onChange={(e) => setForm({ ...form, fields: { ...form.fields, [name]: e.target.value.trim() } })}
            />
          </label>
        ))}
      </fieldset>
      <button type="submit" className="primary" disabled={busy}>
        Save tagging
      </button>
    </form>
  );
}

function Accuracy({ view: { accuracy } }: { view: SetupView }) {
  if (accuracy.tickets === 0) return <p className="hint">No comparison yet: it needs tickets that agents have solved since the dry run began.</p>;
  const right = accuracy.proposed === 0 ? 0 : accuracy.kept / accuracy.proposed;
  const found = accuracy.kept + accuracy.missed === 0 ? 0 : accuracy.kept / (accuracy.kept + accuracy.missed);
  const percent = new Intl.NumberFormat(undefined, { style: 'percent' });
  return (
    <p data-testid="accuracy">
      On {accuracy.tickets} solved tickets, agents kept {percent.format(right)} of the proposed tags, and {percent.format(found)} of the tags they used were
      among them.
    </p>
  );
}

const toLines = (map: Record<string, string>): string =>
  Object.entries(map)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n');

function fromLines(text: string): Record<string, string> {
  const pairs = text.split('\n').map((line) => line.split('='));
  return Object.fromEntries(pairs.filter(([from]) => from?.trim()).map(([from = '', to = '']) => [from.trim(), to.trim()]));
}
