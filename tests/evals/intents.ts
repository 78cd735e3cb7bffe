/** Tag model against public intent sets, "none of these" included. */
import type { TicketDocument } from '#shared/knowledge';
import { reliability } from '../../worker/knowledge/train/calibrate.ts';
import { detectLanguage } from '../../worker/text/language.ts';
import { usedLanguage } from '../../worker/text/used-language.ts';
import { macroF1, mcc, option, round } from './classification.ts';
import { learnLabels, ticketOf } from './label-models.ts';
import { trainNaiveBayes } from './naive-bayes.ts';
import { readIntents, type Utterance } from './read-intents.ts';

const OUTSIDE = '(none of these)';

/** `--train F --test F` in the formats of banking77, clinc150 and hint3. Test labels that training does not know are out of scope. */
export async function intents(args: Record<string, string | string[]>): Promise<object> {
  const train = readIntents(option(args, 'train'), 'train');
  const test = readIntents(option(args, 'test'), 'test');
  const known = new Set(train.map((u) => u.label?.toLowerCase()));
  const gold = test.map(({ label }) => (label && known.has(label.toLowerCase()) ? label.toLowerCase() : OUTSIDE));

  const { model, bytes, seconds } = learnLabels(intentTickets(train));
  const started = performance.now();
  const best = test.map(({ text }) => {
    const group = model.predict(`\n${text}`, usedLanguage(detectLanguage(text), 'en')).find((g) => g.name === 'tag');
    const guess = group?.guesses[0];
    return { label: guess?.label ?? OUTSIDE, confidence: guess?.confidence ?? 0, outside: group?.outside ?? true };
  });
  const ms = (performance.now() - started) / test.length;
  const said = best.map((b) => (b.outside ? OUTSIDE : b.label));
  const sure = reliability(
    best.map((b) => b.confidence),
    best.map((b, i) => b.label === gold[i]),
  );

  const bayes = trainNaiveBayes(train.flatMap(({ text, label }) => (label ? [{ text, label: label.toLowerCase() }] : [])));
  const plain = test.map(({ text }) => {
    const odds = bayes.logOdds(text);
    return bayes.labels[odds.indexOf(Math.max(...odds))] as string;
  });
  return {
    suite: 'intents',
    n: test.length,
    ...figures(gold, said),
    ece: round(sure.ece),
    in_scope: gold.filter((g) => g !== OUTSIDE).length,
    labels: known.size,
    train_seconds: round(seconds, 1),
    ms_per_text: round(ms, 3),
    model_bytes: bytes,
    baseline: { name: 'naive_bayes', ...figures(gold, plain) },
  };
}

function figures(gold: readonly string[], said: readonly string[]): object {
  const inside = gold.flatMap((g, i) => (g === OUTSIDE ? [] : [i]));
  const outside = gold.flatMap((g, i) => (g === OUTSIDE ? [i] : []));
  return {
    accuracy: round(inside.filter((i) => said[i] === gold[i]).length / inside.length),
    oos_recall: outside.length === 0 ? null : round(outside.filter((i) => said[i] === OUTSIDE).length / outside.length),
    mcc: round(mcc(gold, said)),
    macro_f1: round(macroF1(gold, said)),
    refused_in_scope: round(inside.filter((i) => said[i] === OUTSIDE).length / inside.length),
  };
}

/** Utterances as tickets. A validation split counts as later, so that the model is calibrated on it as on later tickets. */
export function intentTickets(train: readonly Utterance[]): TicketDocument[] {
  const dated = train.some((u) => u.later);
  return train.map(({ text, label, later }, i) => {
    const createdAt = dated ? new Date(Date.UTC(2020, later ? 1 : 0, 1) + i).toISOString() : null;
    return ticketOf({ id: String(i), body: text, locale: 'en', tags: label ? [label] : [], createdAt });
  });
}
