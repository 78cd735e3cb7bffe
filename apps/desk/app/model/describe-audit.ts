import type { DeskAudit, Named } from '../../wire.ts';

const names: Record<string, string> = { status: 'status', priority: 'priority', type: 'type', subject: 'subject', product: 'product', topic: 'topic' };

/** One update in words, e.g. `added refund, vip and set priority to high`. Empty when there is nothing an agent would want to know. */
export function describeAudit(audit: DeskAudit, groups: readonly Named[]): string {
  const phrases = audit.changes.flatMap(({ field, value, previous }) => {
    if (field === 'tags') return tagPhrases(list(value), list(previous));
    if (field === 'groupId') return value === null ? ['removed the group'] : [`moved it to ${groups.find((g) => g.id === value)?.name ?? `group ${value}`}`];
    const name = names[field];
    if (!name) return [];
    return value === null ? [`cleared the ${name}`] : [`set ${name} to ${value}`];
  });
  return phrases.length > 1 ? `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}` : (phrases[0] ?? '');
}

function tagPhrases(now: string[], before: string[]): string[] {
  const added = now.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !now.includes(tag));
  return [
    ...(added.length > 0 ? [`added the ${added.length === 1 ? 'tag' : 'tags'} ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`removed the ${removed.length === 1 ? 'tag' : 'tags'} ${removed.join(', ')}`] : []),
  ];
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
