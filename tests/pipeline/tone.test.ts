import { expect, test } from 'vitest';
import type { Voice } from '#shared/release';
import { createGrounder } from '../../worker/pipeline/ground/index.ts';
import { offends } from '../../worker/pipeline/ground/tone.ts';
import { createVault } from '../../worker/pipeline/normalize/vault.ts';
import { decidedOf, manifest, sourceOf } from './support.ts';

const formal: Pick<Voice, 'address'> = { address: { de: 'formal', fr: 'formal', es: 'formal', it: 'formal', nl: 'formal' } };
const informal: Pick<Voice, 'address'> = { address: { de: 'informal', fr: 'informal', nl: 'informal' } };

test.each([
  ['de', 'Öffne die App, dann kannst du dein Konto sehen.', 'Öffnen Sie die App, dann sehen Sie Ihr Konto.'],
  ['fr', 'Tu peux ouvrir ton compte.', 'Vous pouvez ouvrir votre compte.'],
  ['es', 'Puedes abrir la cuenta.', 'Usted puede abrir la cuenta.'],
  ['it', 'Puoi aprire il tuo conto.', 'Può aprire il Suo conto.'],
  ['nl', 'Open de app, dan zie je jouw account.', 'Open de app, dan ziet u uw account.'],
])('the form of address is kept (%s)', (language, familiar, polite) => {
  expect([offends(familiar, language, formal, false), offends(polite, language, formal, false)]).toEqual([true, false]);
  if (informal.address?.[language]) expect([offends(familiar, language, informal, false), offends(polite, language, informal, false)]).toEqual([false, true]);
  expect(offends(familiar, language, {}, false)).toBe(false);
  expect(offends(familiar, language, formal, true)).toBe(false);
});

test.each([
  ['en', 'You should have read the manual.'],
  ['en', 'As I already told you, it is broken.'],
  ['en', 'It is your own fault.'],
  ['en', 'This was entirely our fault.'],
  ['de', 'Sie hätten die Anleitung lesen sollen.'],
  ['de', 'Wie wir Ihnen bereits geschrieben haben, geht das nicht.'],
  ['fr', 'Vous auriez dû lire la notice.'],
  ['es', 'Es su culpa.'],
  ['en', 'Do it now!!'],
])('neither blame, nor admission, nor shouting (%s: %s)', (language, text) => {
  expect(offends(text, language, {}, false)).toBe(true);
});

test.each([
  ['en', 'You should restart the hub.'],
  ['en', 'If you forgot your password, choose Reset.'],
  ['en', 'Sorry for the trouble.'],
  ['de', 'Sie sollten die Anleitung lesen.'],
  ['de', 'Sie ist im Karton.'],
  ['en', 'Hold the button until the LED turns GREEN.'],
])('plain words pass (%s: %s)', (language, text) => {
  expect(offends(text, language, { address: { de: 'informal' } }, false)).toBe(false);
});

test('on the output: what offends is out as a matter of tone, one apology stays, and the length is the voice’s', () => {
  const text =
    'Sorry for the delay with the kettle. The kettle arrives within three days. We apologise for the delay with the kettle. The parcel holds one kettle and one cable.';
  const grounder = createGrounder({
    left: 0,
    sources: [sourceOf(1, text)],
    decided: decidedOf(),
    vault: createVault([]),
    manifest: { ...manifest, voice: { ...manifest.voice, maxSentences: 3, bannedPhrases: ['calm down'] } },
    language: 'en',
    question: 'When does the kettle arrive?',
    greeting: '',
    closing: '',
  });
  const says = (said: string) => {
    const checked = grounder.check({ kind: 'statement', text: said, citations: [1] });
    return 'removed' in checked ? checked.removed : 'kept';
  };
  expect(says('Sorry for the delay with the kettle.')).toBe('kept');
  expect(says('We apologise for the delay with the kettle.')).toBe('tone');
  expect(says('Calm down, the kettle arrives within three days.')).toBe('tone');
  expect(says('You should have known that the kettle arrives within three days.')).toBe('tone');
  expect(says('The kettle arrives within three days.')).toBe('kept');
  expect(says('The parcel holds one kettle and one cable.')).toBe('kept');
  expect(says('The kettle arrives within three days.')).toBe('tone');
  const { draft } = grounder.finish({ drafter: 'model', model: 'm' });
  expect(draft.removed).toEqual([{ reason: 'tone', count: 4 }]);
});
