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
    ...set('tags', 'tag', before.tags, after.tags),
    ...set('auto-reply', 'intent', before.autoReplyIntents, after.autoReplyIntents),
    ...keyed('thresholds', 'threshold', before.thresholds, after.thresholds),
    ...keyed('routing', 'rule', byId(before.routing), byId(after.routing)),
    ...order('routing', before.routing, after.routing),
    ...keyed('models', 'model', before.models, after.models),
    ...keyed('voice', 'setting', before.voice, after.voice),
    ...set('links', 'host', before.linkHosts, after.linkHosts),
  ];
}

const byId = <T extends { id: string }>(list: readonly T[]): Record<string, T> => Object.fromEntries(list.map((item) => [item.id, item]));
const show = (value: unknown): string => (typeof value === 'string' ? value : canonicalJson(value));

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
    return scalar(part, `${name} ${key}`, a.get(key), b.get(key));
  });
}

/** The first routing rule that fits wins, so their order matters where their content does not. */
function order(part: string, before: readonly { id: string }[], after: readonly { id: string }[]): Change[] {
  const kept = (list: readonly { id: string }[], other: readonly { id: string }[]) => list.map((r) => r.id).filter((id) => other.some((o) => o.id === id));
  const [a, b] = [kept(before, after), kept(after, before)];
  return canonicalJson(a) === canonicalJson(b) ? [] : [{ part, what: 'order of rules changed', before: a.join(', '), after: b.join(', ') }];
}
