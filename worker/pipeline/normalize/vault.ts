import { findPersonalData, hiddenTypes } from '../../text/personal-data.ts';
import type { Vault } from '../types.ts';

/** A placeholder as `hide` writes it, or anything that looks like one. */
const PLACEHOLDER = /⟦[^⟦⟧]{0,64}⟧/g;

/**
 * A vault for one request. `names` are the people the ticket's fields name. Equal values share a placeholder, whatever
 * their case; numbers count from 1 for each kind. Text handed to `hide` may not hold placeholder brackets: they become `[` and `]`.
 */
export function createVault(names: readonly string[]): Vault {
  const placeholders = new Map<string, string>();
  const values = new Map<string, string>();
  const counts: Record<string, number> = {};

  const placeholderOf = (label: string, value: string) => {
    // Case is kept apart: the same address written twice differently must come back as it stood.
    const key = `${label}:${value}`;
    const known = placeholders.get(key);
    if (known) return known;
    counts[label] = (counts[label] ?? 0) + 1;
    const placeholder = `⟦${label}_${counts[label]}⟧`;
    placeholders.set(key, placeholder);
    values.set(placeholder, value);
    return placeholder;
  };

  return {
    counts,
    hide(raw) {
      const text = raw.replace(/⟦/g, '[').replace(/⟧/g, ']');
      let out = '';
      let at = 0;
      for (const { type, start, end } of findPersonalData(text, { names })) {
        const label = hiddenTypes[type];
        if (!label) continue;
        out += text.slice(at, start) + placeholderOf(label, text.slice(start, end));
        at = end;
      }
      return out + text.slice(at);
    },
    restore: (text) => text.replace(PLACEHOLDER, (placeholder) => values.get(placeholder) ?? ''),
  };
}
