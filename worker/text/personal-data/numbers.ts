/** Numbers with a shape of their own: cards, accounts, ids, phones, orders. */
import { isBsn, isCpf, isInsee, isPesel, isSpanishId, isSsn, passesIban, passesLuhn } from './checks.ts';
import { type Finding, follows, type PersonalDataType } from './finding.ts';

const phoneCue =
  /(?<!\p{L})(?:phone|call(?:ed|ing)?|tel|telephone|mobile|cell|cellular|fax|(?:desk|office|home|work|text)(?= ?(?:number|phone|no\.?|:|at\b|me\b))|sms|whats ?app|signal|reach|contact|dial|ring|number|messages?|telefon|handy|nummer|rufen|numéro|portable|téléphone|appel\w*|móvil|teléfono|llam\w*|número|telefone|celular|ligu?\w*|cellulare|telefono|numero|chiam\w*|bel(?:len)?|mobiel|telefoonnummer|電話|携帯|番号)[^\n\d]{0,30}$/iu;
const phoneLabel = /^ ?[-(] ?(?:office|fax|home|mobile|cell|work|tel|phone|handy|portable|móvil|desk)/iu;
const orderCue =
  /(?<!\p{L})(?:order(?! to\b)|bestell\p{L}{0,8}|commande|pedido|ordine|invoice|rechnung|facture|factura|fattura|fatura|factuur|tracking|shipment|booking|reservation|confirmation|transaction|reference|ref|rma|case|ticket|注文)[^\n\d]{0,16}$/iu;
const idCue =
  /(?<!\p{L})(?:national id|identity (?:card|number)|id (?:card|number|no)|passport|passeport|reisepass|personalausweis|ausweis|pasaporte|passaporto|paspoort|pesel|bsn|burgerservice|sofi|tax (?:id|number)|steuer-?id\w*|steuernummer|tin|tfn|nino|national insurance|aadhaar|sin|social insurance|codice fiscale|nif|nie|dni|cpf|ssn|social security|matrícula|insee|sécurité sociale|マイナンバー)[^\n\d]{0,24}$/iu;
const licenceCue =
  /(?:driv(?:er|ing)['’]?s? ?(?:licen[cs]e|permit)|licen[cs]e (?:number|no)|führerschein|permis de conduire|licencia de conducir|patente|rijbewijs)[^\n\d]{0,16}$/iu;

/** Length of an account number by country, from the SWIFT IBAN registry. */
const ibanLengths = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

type Shape = { type: PersonalDataType; pattern: RegExp; accept: (match: string, text: string, at: number) => boolean };
const digitsOf = (match: string) => match.replace(/\D/g, '');

// Letters of scripts without cases, which write without spaces, may stand right beside a number.
const shapes: Shape[] = [
  {
    type: 'IBAN_CODE',
    pattern: /(?<!(?!\p{Lo})[\p{L}\p{N}])[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?(?!(?!\p{Lo})[\p{L}\p{N}])/giu,
    accept: (match) => {
      const plain = match.replace(/[ -]/g, '');
      return plain.length === ibanLengths.get(plain.slice(0, 2).toUpperCase()) && passesIban(plain);
    },
  },
  {
    type: 'CREDIT_CARD',
    pattern: /(?<!(?!\p{Lo})[\p{L}\d.,/+-]|\d )\d(?:[ -]?\d){11,18}(?!(?!\p{Lo})[\d\p{L}]|[-.]\d)/gu,
    accept: (match, text, at) => {
      const digits = digitsOf(match);
      if (!passesLuhn(digits) || /^0+$/.test(digits)) return false;
      const issued =
        /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|(?:50|5[6-8]|6)\d{10,17}|2[2-7]\d{14}|3[0689]\d{12}|3[47]\d{13}|35\d{14}|(?:1800|2131)\d{11})$/.test(
          digits,
        );
      return issued
        ? !follows(text, at, /(?:imei|isbn|ean|serial)\W{0,12}$/i)
        : follows(text, at, /(?:card|karte|carte|tarjeta|carta|cartão|kaart|カード)[^\n\d]{0,24}$/iu);
    },
  },
  { type: 'US_SSN', pattern: /(?<![\d-])\d{3}([- ])\d{2}\1\d{4}(?![\d-])/g, accept: (match) => isSsn(digitsOf(match)) },
  { type: 'US_SSN', pattern: /(?<!\d)\d{9}(?!\d)/g, accept: (match, text, at) => isSsn(match) && follows(text, at, /(?:ssn|social security)[^\n\d]{0,24}$/i) },
  {
    type: 'US_DRIVER_LICENSE',
    pattern: /(?<!(?!\p{Lo})[\p{L}\p{N}])[A-Z]{0,3}\d[\d -]{4,18}\d(?!(?!\p{Lo})[\p{L}\p{N}])/gu,
    accept: (_, text, at) => follows(text, at, licenceCue),
  },
  { type: 'NATIONAL_ID', pattern: /(?<!\p{L})[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\p{L})/gu, accept: () => true },
  {
    type: 'NATIONAL_ID',
    pattern: /(?<!(?!\p{Lo})[\p{L}\d])(?:\d{8}|[XYZ]\d{7})-?[A-Z](?!(?!\p{Lo})[\p{L}\d])/gu,
    accept: (match) => isSpanishId(match.replace('-', '')),
  },
  { type: 'NATIONAL_ID', pattern: /(?<!(?!\p{Lo})[\p{L}\d])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!(?!\p{Lo})[\p{L}\d])/gu, accept: () => true },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)\d{3}\.?\d{3}\.?\d{3}-\d{2}(?!\d)/g, accept: (match) => isCpf(digitsOf(match)) },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)756\.\d{4}\.\d{4}\.\d{2}(?!\d)/g, accept: () => true },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)/g, accept: (match) => isInsee(digitsOf(match)) },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)\d{9}(?!\d)/g, accept: (match, text, at) => isBsn(match) && follows(text, at, idCue) },
  { type: 'NATIONAL_ID', pattern: /(?<!\d)\d{11}(?!\d)/g, accept: (match, text, at) => (isPesel(match) || isCpf(match)) && follows(text, at, idCue) },
  {
    type: 'NATIONAL_ID',
    pattern: /(?<!(?!\p{Lo})[\p{L}\p{N}])[A-Z]{0,3}\d[\d -]{4,14}\d[A-Z]?(?!(?!\p{Lo})[\p{L}\p{N}])/gu,
    accept: (_, text, at) => follows(text, at, idCue),
  },
  {
    type: 'ORDER_NUMBER',
    pattern: /(?<!(?!\p{Lo})[\p{L}\p{N}])(?:[A-Z]{1,5}-?)?\d[\d-]{3,18}\d(?!(?!\p{Lo})[\p{L}\p{N}])/gu,
    accept: (match, text, at) => match.replace(/\D/g, '').length >= 5 && !/^\d{1,5}-\d{1,5}$/.test(match) && follows(text, at, orderCue, 32) && !isDate(match),
  },
  {
    type: 'PHONE_NUMBER',
    pattern:
      /(?<!(?!\p{Lo})[\p{L}\p{N}.$€£+:/_-]|\d,)(?:\+|\()?\d(?:[ ()./-]{0,2}\d){6,16}(?: ?(?:x|ext\.?|#) ?\d{1,6})?(?!(?!\p{Lo})[\p{L}\p{N}%_]|[.,:]\d)/giu,
    accept: isPhone,
  },
];

const isDate = (match: string) => /^\(?(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?![\d.])/.test(match);

/** By its form alone where that is telling, otherwise only after a word that announces it. */
function isPhone(match: string, text: string, at: number): boolean {
  const main = match.replace(/ ?(?:x|ext\.?|#) ?\d+$/i, '');
  const digits = digitsOf(main);
  if (digits.length < 7 || digits.length > 15 || isDate(main) || /^(\d)\1+$/.test(digits)) return false;
  if (
    /^\d+\.\d+$/.test(main) ||
    /(?:^|\.)\d(?:\.|$)/.test(main) ||
    /^[1-9]\d{3}([- ])\d{4}\1\d{4}/.test(main) ||
    /\b(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d\b/.test(main)
  )
    return false;
  if (/^(?:\+|00)[1-9]/.test(main) && digits.length >= 8) return true;
  if (/^(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{0,2}\d{3}[ .-]\d{4}$/.test(main) || main !== match) return true;
  if (/^\(\d{1,5}\)/.test(main) || /^001-/.test(main)) return true;
  if (/^0\d{1,4}(?:[ ./-]\d{2,8}){1,4}$/.test(main) && digits.length >= 9 && digits.length <= 12) return true;
  return (follows(text, at, phoneCue) || phoneLabel.test(text.slice(at + match.length, at + match.length + 16))) && !follows(text, at, orderCue, 24);
}

/**
 * Numbers that name a person or a purchase, in order of how sure each form is; overlaps are not yet resolved. Where the
 * whole run of groups is not one (a card with its security code behind it), the run without its last groups is tried.
 */
export function findNumbers(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { type, pattern, accept } of shapes) {
    for (const match of text.matchAll(pattern)) {
      let run = match[0];
      for (let tries = 0; run && tries < 6; tries++) {
        if (accept(run, text, match.index)) {
          found.push({ type, start: match.index, end: match.index + run.length });
          break;
        }
        run = run.slice(0, Math.max(0, run.lastIndexOf(' ')));
      }
    }
  }
  return found;
}
