/** What can be learned from a tenant's own tickets: which labels they carry, as groups. */
import type { TicketDocument } from '#shared/knowledge';
import { detectLanguage } from '../../text/language.ts';
import { usedLanguage } from '../../text/used-language.ts';
import type { GroupName } from '../triage/label-model.ts';

export type LabelledText = { text: string; language: string; at: number };
export type Labels = {
  name: GroupName;
  exclusive: boolean;
  labels: string[];
  /** Label numbers of each text. */
  of: number[][];
};

/** A label needs this many tickets to be learned. */
export const MIN_EXAMPLES = 8;
/** A label on nearly every ticket tells nothing. */
const MAX_SHARE = 0.98;

/** Tags by which teams record what the risks are about. */
const risks: Readonly<Record<'escalate' | 'needs_info' | 'out_of_scope', RegExp>> = {
  escalate: /^(?:.*[-_ ])?(?:escalat\w*|tier[-_ ]?[23]|level[-_ ]?[23]|l[23][-_ ]support|handover|engineering)$/i,
  needs_info:
    /^(?:needs?[-_ ]?(?:more[-_ ]?)?(?:info(?:rmation)?|details)|more[-_ ]?info.*|missing[-_ ]?info.*|awaiting[-_ ](?:customer|info).*|waiting[-_ ]for[-_ ]customer|troubleshootingdetailsmissing)$/i,
  out_of_scope:
    /^(?:spam|off[-_ ]?topic|out[-_ ]?of[-_ ]?scope|unsupported.*|not[-_ ]?(?:our|an?)[-_ ]?\w*[-_ ]?(?:product|problem|issue)|\w*nota\w+problem|wrong[-_ ](?:team|department)|third[-_ ]?party)$/i,
};

export function labelledTexts(tickets: readonly TicketDocument[]): LabelledText[] {
  return tickets.map((t) => {
    const text = `${t.subject}\n${t.body}`;
    const at = t.createdAt ? Date.parse(t.createdAt) : Number.NaN;
    return { text, language: usedLanguage(detectLanguage(t.body.length > 40 ? t.body : text), t.locale), at };
  });
}

/** Groups that hold at least one label with enough tickets. */
export function labelGroups(tickets: readonly TicketDocument[]): Labels[] {
  const folded = (tag: string): string => tag.trim().toLowerCase();
  const tags = group(
    'tag',
    tickets.map((t) => [...new Set(t.tags.map(folded))]),
  );
  const product = group(
    'product',
    tickets.map((t) => (t.product ? [t.product] : [])),
    true,
  );
  const priority = group(
    'priority',
    tickets.map((t) => (t.priority ? [t.priority] : [])),
    true,
  );
  const risk = group(
    'risk',
    tickets.map((t) => Object.entries(risks).flatMap(([name, pattern]) => (t.tags.some((tag) => pattern.test(tag.trim())) ? [name] : []))),
    false,
  );
  return [tags, product, priority, risk].filter((g) => g !== null);
}

function group(name: GroupName, values: readonly string[][], exclusive?: boolean): Labels | null {
  const counts = new Map<string, number>();
  for (const of of values) for (const value of of) counts.set(value, (counts.get(value) ?? 0) + 1);
  const labels = [...counts]
    .filter(([, n]) => n >= MIN_EXAMPLES && n <= values.length * MAX_SHARE)
    .map(([value]) => value)
    .sort();
  if (labels.length === 0 || (exclusive && labels.length < 2)) return null;
  const index = new Map(labels.map((label, i) => [label, i]));
  const of = values.map((v) => v.map((value) => index.get(value) ?? -1).filter((i) => i >= 0));
  const single = values.filter((v) => v.length === 1).length;
  const several = values.filter((v) => v.length > 1).length;
  return { name, exclusive: exclusive ?? (labels.length >= 3 && several === 0 && single > values.length * 0.8), labels, of };
}
