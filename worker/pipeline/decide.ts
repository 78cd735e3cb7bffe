import type { Thresholds } from '#shared/release';
import type { DecisionReason, NextAction, Outcome } from '#shared/suggestion';
import { contentTerms } from '../text/content-terms.ts';
import { appliesTo, type Condition } from './applies.ts';
import { phrase } from './phrases.ts';
import type { Decided, Enriched, Retrieved, RunContext, Triaged } from './types.ts';

export type DecideInput = Enriched & { retrieved: Retrieved; triaged: Triaged; context: RunContext };

/** From this share of the best article's score on, another one may answer in its place. */
const CLOSE = 0.6;
/** A macro's score from which it is proposed instead of a written reply. */
const FITTING_MACRO = 0.5;
/** Words that tell something, below which a ticket without a known name in it says nothing. */
const TELLING_WORDS = 2;
const NOTHING_SAID = new Set(
  Object.entries({
    en: 'work working works worked broken break help problem issue trouble error fix fixed asap again pls plz urgent not doesnt dont cant wont nothing something thing it hello hi hey thanks wrong bad happen happens stop stopped anymore now today always back question support need want',
    de: 'funktioniert geht gehen kaputt hilfe helfen problem fehler bitte dringend nicht nichts wieder hallo danke falsch frage immer mehr',
    fr: 'marche fonctionne pas casse aide aider probleme erreur urgent encore bonjour merci rien question toujours',
    es: 'funciona no va ayuda ayudar problema error urgente otra vez hola gracias nada pregunta siempre',
    pt: 'funciona nao ajuda ajudar problema erro urgente novamente ola obrigado nada pergunta sempre',
    it: 'funziona non va aiuto aiutare problema errore urgente ancora ciao grazie niente domanda sempre',
    nl: 'werkt niet kapot help hulp probleem fout dringend weer hallo bedankt niets vraag altijd',
    ja: '動か 動き 使え 助け 問題 至急',
  }).flatMap(([language, words]) => contentTerms(words, language)),
);

const ERROR_WORDS = /error|fail|crash|exception|fehler|absturz|erreur|échoue|error|falla|erro|falha|errore|fout|エラー/iu;
const ORDER_WORDS =
  /\border|deliver|parcel|package|refund|return|bestell|liefer|paket|commande|livraison|colis|pedido|entrega|envío|encomenda|ordine|spedizione|pacco|bestelling|levering|pakket|注文|配送/iu;

/**
 * What to do with the ticket, and why. Guards and policies come first, then the evidence: whatever demands a person
 * wins over whatever could be answered. Pure: the same input gives the same decision.
 */
export function decide(input: DecideInput): Decided {
  const demands = mergeDemands(input.triaged);
  const escalation = escalationReasons(input);
  const { outcome, reasons, clarify } =
    escalation.length > 0 ? { outcome: 'escalate' as Outcome, reasons: escalation, clarify: [] } : fromEvidence(input, demands.askIdentity);
  const all = [...reasons, ...noted(input)];
  const { value, words: found } = confidence(input);
  // Sources that disagree, or speak to a machine, are nobody's high confidence, however well they fit.
  const words = found === 'high' && all.some(({ code }) => code === 'contradiction' || code === 'injection') ? 'medium' : found;
  return {
    outcome,
    reasons: all,
    confidence: { value, words, reasons: input.retrieved.confidenceReasons },
    clarify,
    say: demands.say,
    forbid: demands.forbid,
    authorises: demands.authorises,
    cite: demands.cite,
    nextAction: nextAction(input, outcome, all, demands.askIdentity),
  };
}

type Demands = { say: string[]; forbid: string[]; authorises: string[]; cite: string[]; askIdentity: string[] };

function mergeDemands({ policies }: Triaged): Demands {
  const merged: Demands = { say: [], forbid: [], authorises: [], cite: [], askIdentity: [] };
  for (const { policy } of policies) {
    for (const key of ['say', 'forbid', 'authorises', 'cite'] as const)
      for (const value of policy.then[key]) if (!merged[key].includes(value)) merged[key].push(value);
    if (policy.then.askIdentity) merged.askIdentity.push(policy.id);
  }
  return merged;
}

/** Everything that takes the ticket out of the first line's hands. */
function escalationReasons({ triaged, context }: DecideInput): DecisionReason[] {
  const { triage, policies } = triaged;
  const { thresholds } = context.release.manifest;
  const flag = (code: string) => triage.flags.find((found) => found.code === code);
  const reasons: DecisionReason[] = [];
  const add = (code: DecisionReason['code'], message: string, evidence: string[] = []) => reasons.push({ code, message, evidence });
  for (const { policy, because } of policies)
    if (policy.then.escalate) add('policy', policy.then.escalate.reason, because ? [policy.id, because] : [policy.id]);
  const safety = flag('safety');
  if (safety) add('safety', safety.message, safety.evidence);
  const legal = flag('legal_threat');
  if (legal) add('legal_threat', legal.message, legal.evidence);
  const human = flag('asks_for_human');
  if (human) add('asks_for_human', human.message, human.evidence);
  if (flag('angry') && flag('vip')) add('angry_vip', 'An important customer is upset.', flag('angry')?.evidence ?? []);
  const late = flag('sla_breached') ?? flag('sla_near');
  if (late && (flag('angry') || flag('vip'))) add('sla_near', late.message, late.evidence);
  if (triage.escalationRisk >= thresholds.escalate && reasons.length === 0)
    add('escalation_risk', 'Tickets like this one were mostly passed on to a specialist.', []);
  return reasons;
}

type FromEvidence = { outcome: Outcome; reasons: DecisionReason[]; clarify: string[] };

function fromEvidence(input: DecideInput, askIdentity: string[]): FromEvidence {
  const { retrieved, triaged, context, text, language } = input;
  const { prompts, thresholds } = context.release.manifest;
  const { triage } = triaged;
  const say = (name: string) => phrase(prompts, name, language.value);
  const ask = (code: DecisionReason['code'], message: string, questions: string[], evidence: string[] = []): FromEvidence => ({
    outcome: 'clarify',
    reasons: [{ code, message, evidence }],
    clarify: questions,
  });
  const abstain = (code: DecisionReason['code'], message: string, evidence: string[] = []): FromEvidence => ({
    outcome: 'abstain',
    reasons: [{ code, message, evidence }],
    clarify: [],
  });

  if (text.trim() === '') return ask('empty_ticket', 'The ticket holds no words to answer.', [say('ask_empty')]);
  if (askIdentity.length > 0) return ask('policy', 'A policy asks for proof of identity first.', [say('ask_identity')], askIdentity);
  if (context.knowledge.articles.length === 0 && context.knowledge.tickets.length === 0)
    return abstain('no_knowledge', 'There are no articles and no solved tickets yet to answer from.');
  const weak = retrieved.confidence < thresholds.answer;
  if (triage.outOfScopeRisk >= thresholds.outOfScope && weak) return abstain('out_of_scope', 'This does not look like something the team supports.');
  const vague = triage.needsInfoRisk >= thresholds.needsInfo;
  if ((vague && weak) || saysNothing(input)) return ask('missing_information', 'The ticket does not say enough to solve it.', questions(input));
  if (retrieved.articles.length === 0 || retrieved.confidence < thresholds.abstain) return abstain('no_evidence', 'Nothing in the knowledge fits this ticket.');
  const missing = missingFacts(input);
  if (missing.conditions.length > 0)
    return ask(
      'missing_information',
      `The answer depends on the customer's ${missing.conditions.join(' and ')}, which is not known.`,
      missing.conditions.map((c) => say(`ask_${c}`)),
      missing.articles,
    );
  const evidence = retrieved.articles.slice(0, 3).map((article) => article.id);
  return {
    outcome: 'answer',
    reasons: [
      weak || retrieved.spread
        ? { code: 'evidence_weak', message: 'The articles found may not fit; check them before sending.', evidence }
        : { code: 'evidence_strong', message: 'Articles and solved tickets agree on the answer.', evidence },
    ],
    clarify: [],
  };
}

/** Only that something is wrong, not what: whatever ranking finds for such words is chance. */
function saysNothing({ text, language, entities }: DecideInput): boolean {
  const telling = new Set(contentTerms(text, language.value).filter((term) => !NOTHING_SAID.has(term)));
  return entities.length === 0 && telling.size < TELLING_WORDS;
}

/** Facts about the customer on which the best article depends, where no other article that is nearly as good does without. */
function missingFacts({ retrieved, ticket, context }: DecideInput): { conditions: Condition[]; articles: string[] } {
  const best = retrieved.articles[0];
  let missing: { conditions: Condition[]; articles: string[] } = { conditions: [], articles: [] };
  for (const found of retrieved.articles) {
    const index = context.knowledge.articleIndex(found.id);
    if (index === null || !best || found.score < best.score * CLOSE) continue;
    const applies = appliesTo(context.knowledge.articles.get(index), ticket.customer);
    if (applies === 'yes') return { conditions: [], articles: [] };
    if (applies !== 'no' && missing.articles.length === 0) missing = { conditions: applies.unknown, articles: [found.id] };
  }
  return missing;
}

/** One to three questions that fit what is missing. */
function questions({ text, language, ticket, context, triaged }: DecideInput): string[] {
  const say = (name: string) => phrase(context.release.manifest.prompts, name, language.value);
  const asked: string[] = [];
  if (ORDER_WORDS.test(text) && !text.includes('⟦ORDER_')) asked.push('ask_order');
  if (ERROR_WORDS.test(text) && !/["“”„«»'`][^"“”„«»'`\n]{8,}["“”„«»'`]|[A-Z]{3,}_[A-Z_]{3,}|0x[0-9a-f]{4,}|\b\d{3,5}\b/i.test(text)) asked.push('ask_error');
  if (asked.length === 0 || text.split(/\s+/).length < 12) asked.unshift('ask_details');
  if (!asked.includes('ask_order') && triaged.triage.product.value !== null && ticket.customer.version === null && ERROR_WORDS.test(text))
    asked.push('ask_version');
  return asked.slice(0, 3).map(say).filter(Boolean);
}

function confidence({ retrieved, context }: DecideInput): { value: number; words: 'high' | 'medium' | 'low' } {
  const value = Math.min(1, Math.max(0, retrieved.confidence));
  return { value, words: wordsFor(value, context.release.manifest.thresholds) };
}

const wordsFor = (value: number, { answer }: Thresholds) => (value >= answer + (1 - answer) * 0.4 ? 'high' : value >= answer ? 'medium' : 'low');

/** What changes nothing about the outcome but that the agent must know. */
function noted({ triaged }: DecideInput): DecisionReason[] {
  const reasons: DecisionReason[] = [];
  for (const flag of triaged.triage.flags) {
    if (flag.code === 'injection') reasons.push({ code: 'injection', message: flag.message, evidence: flag.evidence });
    if (flag.code === 'contradiction') reasons.push({ code: 'contradiction', message: flag.message, evidence: flag.evidence });
  }
  return reasons;
}

function nextAction({ triaged, retrieved }: DecideInput, outcome: Outcome, reasons: DecisionReason[], askIdentity: string[]): NextAction {
  const because = reasons[0]?.message ?? '';
  const action = (kind: NextAction['kind'], label: string, reason = because, macroId: string | null = null): NextAction => ({ kind, label, reason, macroId });
  if (outcome === 'escalate') return action('escalate', 'Hand over to a colleague');
  if (outcome === 'clarify') return askIdentity.length > 0 ? action('check_identity', 'Check who is writing') : action('ask_customer', 'Ask the customer');
  if (outcome === 'abstain' && reasons[0]?.code === 'out_of_scope') return action('close_as_out_of_scope', 'Close as out of scope');
  if (outcome === 'abstain' && retrieved.steps !== null)
    return action('review', 'Try what solved it before', `${retrieved.steps.tickets} like tickets were solved so:\n${retrieved.steps.text}`);
  if (outcome === 'abstain') return action('review', 'Answer it yourself');
  const known = triaged.triage.flags.find((flag) => flag.code === 'known_issue');
  if (known) return action('link_known_issue', 'Link to the known issue', known.message);
  const doubt = reasons.find((reason) => ['injection', 'contradiction', 'evidence_weak'].includes(reason.code));
  if (doubt) return action('review', 'Check the draft before sending', doubt.message);
  const macro = retrieved.macros[0];
  if (macro && macro.score >= FITTING_MACRO) return action('apply_macro', `Apply “${macro.title}”`, macro.reason, macro.id);
  return action('send_reply', 'Send the reply');
}
