/** Mail that no person wrote: absence notes, delivery failures, newsletters, other robots. Answering it may start a loop. */

const SUBJECT =
  /^\s*(?:\[[^\]\n]{0,40}\]\s*)?(?:auto(?:matic|mated|matische|matisch|matique|mática|matica)?[\s:-]{0,3}(?:reply|response|answer|antwort|r[ée]ponse|respuesta|resposta|risposta|antwoord)|r[ée]ponse automatique|respuesta automática|resposta automática|risposta automatica|automatisch antwoord|automatische antwort|abwesenheits|absence|out of (?:the )?office|ooo\b|fuera de la oficina|ausente|fora do escritório|fuori (?:sede|ufficio)|afwezig|undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|mail delivery|returned mail|failure notice|unzustellbar|自動(?:返信|応答)|不在)/iu;
const BODY =
  /\b(?:i (?:am|will be|'m)|we are|currently) (?:currently )?(?:out of (?:the )?office|on (?:annual |parental |sick |maternity )?leave|away from (?:my|the) (?:desk|office|e-?mail)|on (?:vacation|holiday))|\bthis is an auto(?:mated|matic|matically|-generated)|\bauto-?(?:reply|response|generated|submitted)\b|\bdo not reply to this (?:e-?mail|message)|\bich bin (?:derzeit |aktuell |momentan |zurzeit |bis )?[^.\n]{0,40}(?:nicht im (?:büro|haus)|abwesend|im urlaub|nicht erreichbar)|\bdies(?:e| ist eine) [^.\n]{0,30}automatisch|\bje suis (?:actuellement )?(?:absente?|en congés?|hors du bureau)|\bceci est (?:un message|une réponse) automatique|\b(?:estoy|estaré|me encuentro) (?:actualmente )?(?:fuera de la oficina|de vacaciones|ausente)|\beste es un (?:mensaje|correo) automático|\b(?:estou|estarei) (?:fora do escritório|de férias|ausente)|\besta é uma (?:mensagem|resposta) automática|\b(?:sono|sarò) (?:fuori (?:sede|ufficio)|in ferie|assente)|\b(?:ik ben|momenteel) [^.\n]{0,30}(?:afwezig|met vakantie|niet op kantoor)|(?:休暇中|不在にして|自動送信|自動返信)/iu;
const ADDRESS = /^(?:no-?_?\.?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|notifications?|auto(?:mailer|reply)?|daemon)(?:[+._-][^@]*)?@/i;
/** What a reply of our kind says of itself, wherever it stands: two of them must not answer each other. */
const DISCLOSED =
  /\b(?:written|answered|generated|created|composed|sent)\b[^.\n]{0,40}\bby an? (?:ai|artificial intelligence)\b|\bKI-Assistent\w{0,2}\b[^.\n]{0,40}\bautomatisch|\bautomatisch\b[^.\n]{0,40}\b(?:KI|AI)-assistent|\basistente de IA\b[^.\n]{0,60}automáticamente|automáticamente[^.\n]{0,60}\basistente de IA\b|automatiquement[^.\n]{0,40}\bassistant d['’]IA\b|automaticamente[^.\n]{0,40}\bassistente (?:de )?IA\b|AIアシスタント[^。\n]{0,30}自動/iu;
/** What a person writes below their question does not make it automatic. */
const HEAD = 600;

/** `address` may be empty or a placeholder; then only words tell. */
export function isAutomaticMail(subject: string, text: string, address: string): boolean {
  return SUBJECT.test(subject) || BODY.test(text.slice(0, HEAD)) || DISCLOSED.test(text) || ADDRESS.test(address);
}
