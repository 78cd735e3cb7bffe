import type { Customer } from '#shared/ticket';

const TONES = 6;

/** Initials on a colour that stays with the name. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/).filter(Boolean);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('');
  const tone = [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % TONES;
  return (
    <span className="avatar" data-tone={tone} aria-hidden="true">
      {initials.toUpperCase() || '?'}
    </span>
  );
}

export function Tier({ tier }: { tier: string | null }) {
  if (tier === null || tier === '') return null;
  return (
    <span className="tier" data-vip={/vip|enterprise|premium|platinum|gold/i.test(tier) || undefined}>
      {tier}
    </span>
  );
}

/** What is known of a customer, in the order an agent asks. */
export function customerFacts(customer: Customer, locale: string | null): { label: string; value: string }[] {
  const facts = [
    { label: 'Tier', value: customer.tier },
    { label: 'Plan', value: customer.plan },
    { label: 'Region', value: customer.region },
    { label: 'Version', value: customer.version },
    { label: 'Locale', value: locale },
  ];
  return facts.flatMap(({ label, value }) => (value ? [{ label, value }] : []));
}
