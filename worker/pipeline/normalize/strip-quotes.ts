/** Takes earlier mail and signatures off a message, so that what is left is what the sender wrote this time. */

/** The line above quoted mail, in the words of common mail programs. */
const WROTE = [
  /^(?:on|am|le|el|il|em|op|den|dne|w dniu)\b.{4,240}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal|pisze|napisał)[^\n]{0,80}:\s*$/iu,
  /^.{2,120}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef)\s?:\s*$/iu,
  /^\d{4}年\d{1,2}月\d{1,2}日.{0,160}[:：]\s*$/u,
  /^-{2,}\s?(?:original message|ursprüngliche nachricht|original-nachricht|message d['’]origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|元のメッセージ)\s?-{2,}\s*$/iu,
  /^##-.{3,120}-##\s*$/u,
];
const WROTE_START = /^(?:on|am|le|el|il|em|op)\b.{4,200}[^:]$/iu;
const FROM = /^\*?(?:from|von|de|da|van|差出人)\s?\*?\s?[:：]\*?\s?\S/iu;
const FROM_NEXT =
  /^\*?(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|送信日時|to|an|à|para|a|aan|宛先|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|件名)\s?\*?\s?[:：]/iu;

const SENT_FROM =
  /^(?:sent (?:from|via|with)|get outlook for|von meinem .{2,30} gesendet|gesendet (?:von|mit)|diese nachricht wurde von|envoyé (?:de(?:puis)?|à partir de)|télécharge[rz]? outlook|enviado (?:desde|do|a partir)|obtener outlook|inviato da|scarica outlook|verstuurd (?:vanaf|met)|verzonden (?:vanaf|met)|.{2,20}から送信)/iu;
const SIGN_OFF =
  /^(?:(?:kind|best|warm|many)?(?: ?(?:regards|wishes))|best|thanks(?: (?:again|in advance|so much|a lot|and regards))?|thank you(?: (?:very much|so much|in advance))?|many thanks|cheers|sincerely|yours (?:truly|sincerely|faithfully)|(?:mit )?(?:freundliche[nr]?|beste[n]?|viele|liebe|herzliche) grüße?n?|mfg|lg|vg|cordialement|bien (?:à vous|cordialement)|(?:meilleures )?salutations.{0,24}|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:cordiali|distinti) saluti|atenciosamente|com os melhores cumprimentos|met vriendelijke groeten?|groet(?:en|jes)?|mvg|よろしくお願い(?:いた|致)?します|敬具)\s?[,.!。]?$/iu;
const DISCLAIMER =
  /^(?:(?:this|the) (?:e-?mail|message|communication)(?: and any| is| may| contains?)|confidentiality notice|diese e-?mail (?:enthält|kann)|ce (?:message|courriel)|este (?:mensaje|correo|e-?mail)|esta mensagem|questo messaggio|(?:dit|deze) (?:bericht|e-?mail))[^\n]{60,}/iu;

const SIGNATURE_LINES = 9;
const SIGNATURE_LINE = 70;

/** `text` without quotes, signature and legal footer; unchanged where nothing else would be left. */
export function stripQuotes(text: string): string {
  const own = dropSignature(dropQuoted(text.split('\n')));
  const kept = own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return kept === '' ? text.trim() : kept;
}

function dropQuoted(lines: string[]): string[] {
  const at = lines.findIndex((line, i) => startsQuote(line.trim(), lines, i));
  if (at < 0) return withoutMarked(lines);
  const head = lines.slice(0, at);
  const rest = lines.slice(at + 1);
  const marked = rest.filter((line) => /^\s?[>|]/.test(line)).length;
  // Answers below or between quoted lines: keep the lines that are not quoted.
  if (marked > 0) return [...withoutMarked(head), ...withoutMarked(rest.filter((line) => !startsQuote(line.trim(), [], -1)))];
  return head.some((line) => line.trim() !== '') ? withoutMarked(head) : lines;
}

function startsQuote(line: string, lines: string[], i: number): boolean {
  if (line.length < 4 || line.length > 320) return false;
  if (WROTE.some((pattern) => pattern.test(line))) return true;
  const next = (lines[i + 1] ?? '').trim();
  if (WROTE_START.test(line) && /@|\d{4}/.test(line) && WROTE.some((pattern) => pattern.test(`${line} ${next}`))) return true;
  return FROM.test(line) && FROM_NEXT.test(next);
}

const withoutMarked = (lines: string[]) => lines.filter((line) => !/^\s?(?:>|\|\s)/.test(line));

function dropSignature(lines: string[]): string[] {
  const kept = lines.filter((line) => !SENT_FROM.test(line.trim()));
  const dashes = kept.findIndex((line, i) => /^--\s?$|^_{5,}\s*$|^—\s*$/.test(line) && kept.length - i <= 16);
  if (dashes > 0) return kept.slice(0, dashes);
  const footer = kept.findIndex((line, i) => i > 0 && DISCLAIMER.test(line.trim()));
  const body = footer > 0 ? kept.slice(0, footer) : kept;
  for (let i = Math.max(1, body.length - SIGNATURE_LINES - 4); i < body.length; i++) {
    if (!SIGN_OFF.test((body[i] ?? '').trim())) continue;
    const after = body.slice(i + 1).filter((line) => line.trim() !== '');
    if (after.length <= SIGNATURE_LINES && after.every((line) => line.length <= SIGNATURE_LINE && !/[?？]\s*$/.test(line))) return body.slice(0, i);
  }
  return body;
}
