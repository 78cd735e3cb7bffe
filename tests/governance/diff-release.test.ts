/** The difference between two releases in words: every change shows, and what shows can be read by who did not write it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { policySchema } from '#shared/policy';
import { type ReleaseManifest, routingRuleSchema } from '#shared/release';
import { canonicalJson } from '../../worker/governance/canonical.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { diffReleases } from '../../worker/governance/diff-release.ts';

const base = defaultManifest('zendesk:acme');
const policy = policySchema.parse({
  id: 'money-back',
  title: 'Money back',
  text: 'Billing decides.',
  when: { keywords: ['refund', 'money back'], amountAbove: { value: 100 } },
  then: { escalate: { reason: 'Billing decides.', group: 'Billing' } },
});
const rule = routingRuleSchema.parse({ id: 'vip', when: { tiers: ['vip'] }, then: { mode: 'escalate', group: 'Leads' } });
const withRule = (changed: object): ReleaseManifest => ({ ...base, routing: [...base.routing, { ...rule, ...changed }] });

test('a new policy is told in words, without what it leaves open', () => {
  expect(diffReleases(base, { ...base, policies: [policy] })).toEqual([
    {
      part: 'policies',
      what: 'policy money-back added',
      before: null,
      after:
        'id: money-back; title: Money back; text: Billing decides.; when keywords: refund, money back; when amount above value: 100; then escalate reason: Billing decides.; then escalate group: Billing; then ask identity: no',
    },
  ]);
});

test('of a changed policy or rule only what changed is told', () => {
  const wider = { ...policy, when: { ...policy.when, keywords: ['refund'] }, then: { ...policy.then, askIdentity: true } };
  expect(diffReleases({ ...base, policies: [policy] }, { ...base, policies: [wider] })).toEqual([
    { part: 'policies', what: 'policy money-back: when keywords changed', before: 'refund, money back', after: 'refund' },
    { part: 'policies', what: 'policy money-back: then ask identity changed', before: 'no', after: 'yes' },
  ]);
  expect(diffReleases(withRule({}), withRule({ then: { ...rule.then, group: null } }))).toEqual([
    { part: 'routing', what: 'rule vip: then group changed', before: 'Leads', after: null },
  ]);
});

test('what words do not tell apart is shown whole', () => {
  const [change] = diffReleases(withRule({}), withRule({ when: { ...rule.when, channels: [] } }));
  expect(change).toMatchObject({ what: 'rule vip changed', after: expect.stringContaining('"channels":[]') });
});

test('any two manifests that differ have a difference, and equal ones have none', () => {
  const names = fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 });
  const policies = fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b'), title: fc.string(), text: fc.string(), when: fc.record({ keywords: names }), then: fc.record({ say: names }) }),
    { selector: ({ id }) => id, maxLength: 2 },
  );
  const manifest = fc.record({
    policies,
    tags: fc.uniqueArray(fc.string(), { maxLength: 3 }),
    voice: fc.record({ signature: fc.string(), bannedPhrases: names }),
  });
  fc.assert(
    fc.property(manifest, manifest, (one, other) => {
      const of = (part: typeof one): ReleaseManifest => ({ ...base, ...part, policies: part.policies as never, voice: { ...base.voice, ...part.voice } });
      const sorted = ({ tags, ...rest }: typeof one) => canonicalJson({ ...rest, tags: [...tags].sort() });
      expect(diffReleases(of(one), of(other)).length > 0).toBe(sorted(one) !== sorted(other));
      expect(diffReleases(of(one), of(one))).toEqual([]);
    }),
  );
});
