/** What must not stand in a reply, whoever wrote it: foreign links, markup, secrets, the prompt, others' placeholders. */

import { fold } from '../../text/fold.ts';
import { findPersonalData } from '../../text/personal-data.ts';
import type { Vault } from '../types.ts';

const MARKUP =
  /<\s?\/?\s?(?:a|abbr|applet|audio|base|body|button|canvas|details|div|embed|form|frame|h[1-6]|head|html|iframe|img|input|link|math|meta|object|p|picture|script|source|span|style|svg|table|template|textarea|video)\b[^>]{0,500}>?|!\[[^\]]{0,300}\]\s?\(|javascript\s?:|data\s?:\s?(?:text|image|application)\/|on(?:error|load|click|mouseover)\s?=|&#x?[0-9a-f]{2,6};/iu;
const HOST = /(?:(?:https?|ftp|file|mailto)\s?:\s?\/{0,3}|www\s?\.\s?|\/\/)([^\s/?#<>"'()[\]]{2,253})/giu;
const BARE_HOST = /(?<![\p{L}\p{N}_./-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}(?:[a-z]{2,24})(?=[/?:#\s)\],.]|$)/giu;
const TOP_LEVELS = new Set(
  'com org net edu gov info biz io co app dev me tv ai cc xyz top site online shop club link click icu ru cn tk ml ga cf eu de fr es it nl pt be at ch se no dk fi pl cz uk us ca au nz jp br mx in page zip mov'.split(
    ' ',
  ),
);
const OBFUSCATED = /hxxps?|\[\s?(?:\.|dot)\s?\]|\(\s?dot\s?\)|\p{L}\s\.\s(?:com|org|net|io)\b/iu;
const SECRETS = String.raw`\b(?:password|passcode|pin|cvv|cvc|security code|card number|full card|one-time (?:code|password)|otp|2fa code|ssn|social security)\b`;
const ASKED = new RegExp(String.raw`\b(?:send|give|tell|share|provide|reply with|e-?mail|text|message|forward)\b[^.?!\n]{0,50}${SECRETS}`, 'iu');
const ENTERED = new RegExp(String.raw`\b(?:confirm|enter|type|verify)\b[^.?!\n]{0,50}${SECRETS}`, 'iu');
const ASKED_ELSEWHERE =
  /(?:passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|kartennummer|numéro de carte|número de tarjeta|número do cartão|numero di carta|kaartnummer|パスワード|カード番号)[^.?!\n]{0,40}(?:senden|schicken|mitteilen|nennen|envoyer|envoyez|enviar|envíe|envie|inviare|invii|sturen|stuur|送|教え)|(?:senden|schicken|nennen|envoyez|envíe|envie|invii|stuur)[^.?!\n]{0,40}(?:passwort|kennwort|mot de passe|contraseña|senha|password|wachtwoord|kartennummer|numéro de carte|número de tarjeta)/iu;
const PLACEHOLDER = /⟦[^⟦⟧]{0,64}⟧|[⟦⟧]/g;

/** True for links to hosts outside `allowed` (or below one of them), markup, and ways to write a link past a filter. */
export function hasForeignLink(text: string, allowed: readonly string[]): boolean {
  const plain = text.normalize('NFKC');
  if (MARKUP.test(plain) || OBFUSCATED.test(plain)) return true;
  const hosts = [...plain.matchAll(HOST)].map((match) => match[1] ?? '');
  for (const [host] of plain.matchAll(BARE_HOST)) if (TOP_LEVELS.has(host.slice(host.lastIndexOf('.') + 1).toLowerCase())) hosts.push(host);
  return hosts.some((host) => !allowed.some((own) => within(host, own)));
}

/** The end of a sentence whose space was lost and the next one's first word, which is a top level too: `version.Click here`. */
const RUN_TOGETHER = /(?<![\p{L}\p{N}_./@:-])(\p{Ll}{2,})\.(\p{Lu}\p{Ll}+)(?=\s|$)/gu;

/** Puts the space back between sentences that run together like a host, so that what is no link reads as none. */
export const parted = (text: string): string =>
  text.replace(RUN_TOGETHER, (whole, end: string, next: string) => (TOP_LEVELS.has(next.toLowerCase()) ? `${end}. ${next}` : whole));

function within(host: string, own: string): boolean {
  const name = host
    .toLowerCase()
    .replace(/[:.]+\d*$/, '')
    .replace(/^www\./, '');
  const ours = own.toLowerCase().replace(/^www\./, '');
  return !host.includes('@') && (name === ours || name.endsWith(`.${ours}`));
}

/** A request to hand over a secret; typing one into one's own screen counts only where no cited source says so. */
export const asksForCredentials = (text: string, quoted: boolean): boolean => ASKED.test(text) || ASKED_ELSEWHERE.test(text) || (!quoted && ENTERED.test(text));

/** True when a placeholder stands there that this vault did not make. */
export function hasForeignPlaceholder(text: string, vault: Vault): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([found]) => vault.restore(found) === '' || !/^⟦[A-Z]+_\d+⟧$/.test(found));
}

/** Personal data that neither the vault put there nor a cited source says. */
export function hasForeignPersonalData(text: string, sources: readonly string[]): boolean {
  const known = sources.join('\n');
  return findPersonalData(text).some(
    ({ type, start, end }) =>
      ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'CREDIT_CARD', 'IBAN_CODE', 'US_SSN', 'NATIONAL_ID', 'SECRET'].includes(type) &&
      !known.includes(text.slice(start, end)),
  );
}

/** Words in a row that make a sentence an echo of the prompt. */
const ECHO = 7;

/** A test for stretches of `texts`: so many of their words in a row, seven where it is not said. */
export function echoes(texts: readonly string[], stretch = ECHO): (text: string) => boolean {
  const words = (text: string) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const grams = new Set<string>();
  for (const given of texts) {
    const list = words(given);
    for (let i = 0; i + stretch <= list.length; i++) grams.add(list.slice(i, i + stretch).join(' '));
  }
  return (text) => {
    const list = words(text);
    for (let i = 0; i + stretch <= list.length; i++) if (grams.has(list.slice(i, i + stretch).join(' '))) return true;
    return false;
  };
}
