/** Every rule that reads what a stranger wrote comes to an end on any string: a test that hangs is a rule that backtracks. */
import { expect, test } from 'vitest';
import { asksForCredentials, hasForeignLink, parted } from '../../worker/pipeline/ground/output-filters.ts';
import { unauthorisedPromises } from '../../worker/pipeline/ground/promises.ts';
import { stripQuotes } from '../../worker/pipeline/normalize/strip-quotes.ts';
import { isAutomaticMail } from '../../worker/text/automatic-mail.ts';
import { cleanText } from '../../worker/text/clean-text.ts';
import { scoreInjection, speaksToWriter } from '../../worker/text/injection.ts';
import { plainSentence } from '../../worker/text/plain-sentence.ts';
import { sentences } from '../../worker/text/sentences.ts';

/** As much of a ticket as is read. */
const LENGTH = 20_000;
const rules: Record<string, (text: string) => unknown> = {
  cleanText,
  stripQuotes,
  sentences,
  plainSentence,
  speaksToWriter,
  parted,
  scoreInjection: (text) => scoreInjection(text, 0),
  isAutomaticMail: (text) => isAutomaticMail(text, text, text),
  hasForeignLink: (text) => hasForeignLink(text, []),
  asksForCredentials: (text) => asksForCredentials(text, false),
  unauthorisedPromises: (text) => unauthorisedPromises(text, []),
};
const units =
  'a|A|1| |.|a.|a-|a b |ignore |ignore all |write |your |when you |we |we will |der |ich bin |je |automatisch |by an |![|](|<|<a |http://|www.|//|@|a@a|⟦|A_1⟧|> |On |-- |\n|\n> |(see |"|“|\'|’|。|の|以前の|AAAA|====|{{|[INST|<|im_|&#x|h . '.split(
    '|',
  );

test.each(Object.keys(rules))('%s', (name) => {
  for (const unit of units)
    for (const end of ['', '!']) expect(() => rules[name]?.(unit.repeat(Math.ceil(LENGTH / Math.max(1, unit.length))) + end)).not.toThrow();
});
