/** What differs between two releases, said so that a team lead can judge it. */
import type { Change } from '#shared/governance';
import type { ReleaseManifest } from '#shared/release';
import { canonicalJson } from './canonical.ts';

/** Every difference, part by part; an empty list means the same manifest. */
export function diffReleases(before: ReleaseManifest, after: ReleaseManifest): Change[] {
  return [
    ...scalar('knowledge', 'snapshot', before.snapshot, after.snapshot),
    ...set('signals', 'signal', before.signals, after.signals),
    ...keyed('prompts', 'prompt', before.prompts, after.prompts),
    ...keyed('policies', 'policy', byId(before.policies), byId(after.policies)),
    ...order('policies', before.policies, after.policies),
    ...set('tags', 'tag', before.tags, after.tags),
    ...set('autoReplyIntents', 'intent', before.autoReplyIntents, after.autoReplyIntents),
    ...keyed('thresholds', 'threshold', before.thresholds, after.thresholds),
    ...keyed('routing', 'rule', byId(before.routing), byId(after.routing)),
    ...order('routing', before.routing, after.routing),
    ...keyed('models', 'model', before.models, after.models),
    ...keyed('voice', 'setting', before.voice, after.voice),
    ...set('linkHosts', 'host', before.linkHosts, after.linkHosts),
  ];
}

const byId = <T extends { id: string }>(list: readonly T[]): Record<string, T> => Object.fromEntries(list.map((item) => [item.id, item]));

/** `when keywords` for `when.keywords`; ids and other keys that people gave stand as they are. */
const words = (key: string): string => (/^[a-z]+([A-Z][a-z]+)+$/.test(key) ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : key);

/** Every setting inside a value by its name, in words; what is empty is left out. */
function facts(value: unknown, name: string): [name: string, said: string][] {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
  if (Array.isArray(value)) return [[name, value.map(show).join(', ')]];
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => facts(inner, `${name} ${words(key)}`.trim()));
  return [[name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)]];
}

const show = (value: unknown): string =>
  facts(value, '')
    .map(([name, said]) => (name === '' ? said : `${name}: ${said}`))
    .join('; ');

function scalar(part: string, name: string, before: unknown, after: unknown): Change[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  return [{ part, what: `${name} changed`, before: before == null ? null : show(before), after: after == null ? null : show(after) }];
}

function set(part: string, name: string, before: readonly string[], after: readonly string[]): Change[] {
  return [
    ...before.filter((v) => !after.includes(v)).map((v) => ({ part, what: `${name} ${v} removed`, before: v, after: null })),
    ...after.filter((v) => !before.includes(v)).map((v) => ({ part, what: `${name} ${v} added`, before: null, after: v })),
  ];
}

function keyed(part: string, name: string, before: object, after: object): Change[] {
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...a.keys(), ...b.keys()])].sort().flatMap((key) => {
    if (!b.has(key)) return [{ part, what: `${name} ${key} removed`, before: show(a.get(key)), after: null }];
    if (!a.has(key)) return [{ part, what: `${name} ${key} added`, before: null, after: show(b.get(key)) }];
    return within(part, `${name} ${key}`, a.get(key), b.get(key));
  });
}

/** What changed inside one thing, setting by setting; all of it where words do not tell the two apart. */
function within(part: string, name: string, before: unknown, after: unknown): Change[] {
  const whole = scalar(part, name, before, after);
  if (typeof before !== 'object' || typeof after !== 'object' || whole.length === 0) return whole;
  const [a, b] = [new Map(facts(before, '')), new Map(facts(after, ''))];
  const changed = [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
  if (changed.length === 0) return [{ part, what: `${name} changed`, before: canonicalJson(before), after: canonicalJson(after) }];
  return changed.map((key) => ({ part, what: `${name}: ${key} changed`, before: a.get(key) ?? null, after: b.get(key) ?? null }));
}

/** The first routing rule that fits wins, and policies speak in their order: it matters where their content does not. */
function order(part: string, before: readonly { id: string }[], after: readonly { id: string }[]): Change[] {
  const kept = (list: readonly { id: string }[], other: readonly { id: string }[]) => list.map((r) => r.id).filter((id) => other.some((o) => o.id === id));
  const [a, b] = [kept(before, after), kept(after, before)];
  return canonicalJson(a) === canonicalJson(b)
    ? []
    : [{ part, what: `order of ${part === 'routing' ? 'rules' : part} changed`, before: a.join(', '), after: b.join(', ') }];
}
