/** E-mail addresses, IP addresses, links and hosts, keys and passwords that customers paste. */
import { isIpv4, isIpv6 } from './checks.ts';
import { type Finding, follows } from './finding.ts';

const email =
  /(?<![\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-])[\p{L}\p{N}][\p{L}\p{N}.!#$%&'*+=?^_{|}~-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])/gu;
const url = /(?<![\p{L}\p{N}])(?:(?:https?|ftp):\/\/|www\.)[^\s<>"'`⟦⟧\\^{}|]{3,2000}/giu;
const host =
  /(?<![\p{L}\p{N}@./_-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}(?:com|org|net|edu|gov|info|biz|io|co|app|dev|me|tv|eu|de|fr|es|it|nl|pt|be|at|ch|se|no|dk|fi|pl|cz|uk|us|ca|au|nz|jp|br|mx|in|ru)(?![\p{L}\p{N}_-]|\.[a-z0-9])/giu;
const ipv4 = /(?<![\d.v])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/gi;
const ipv6 = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
const secret =
  /(?<![\p{L}\p{N}])(?:sk-[\w-]{16,200}|gh[pousr]_\w{20,200}|xox[abpr]-[\w-]{10,200}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,60}|eyJ[\w-]{8,1000}\.[\w-]{8,2000}\.[\w-]{4,1000}|-----BEGIN [A-Z ]{3,30}-----[\s\S]{20,5000}?-----END [A-Z ]{3,30}-----)/gu;
const password =
  /(?:password|passwort|kennwort|passcode|mot de passe|contraseña|senha|wachtwoord|api[ _-]?key|secret|パスワード)(?: is| ist| est| es|:|=){1,2}\s{0,3}["'“]?([^\s"'”,;]{4,128})/giu;

/** Links and addresses as they stand in running text; trailing punctuation is not theirs. */
export function findNetAddresses(text: string): Finding[] {
  return [
    ...all(text, secret, 'SECRET'),
    ...(text.includes('@') ? all(text, email, 'EMAIL_ADDRESS') : []),
    ...all(text, url, 'DOMAIN_NAME').map((found) => ({ ...found, end: found.start + text.slice(found.start, found.end).replace(/[.,;:!?)\]]+$/, '').length })),
    ...all(text, ipv4, 'IP_ADDRESS').filter(({ start, end }) => isPersonalIp(text.slice(start, end)) && !isVersion(text, start, end)),
    ...(text.includes(':') ? all(text, ipv6, 'IP_ADDRESS').filter(({ start, end }) => isIpv6(text.slice(start, end))) : []),
    ...all(text, host, 'DOMAIN_NAME'),
    ...findPasswords(text),
  ];
}

const all = (text: string, pattern: RegExp, type: Finding['type']): Finding[] =>
  Array.from(text.matchAll(pattern), (match) => ({ type, start: match.index, end: match.index + match[0].length }));

/** An address of some machine out there, not of everyone's own. */
const isPersonalIp = (address: string) => isIpv4(address) && !/^(?:0|127|255)\./.test(address);

/** Four short numbers as products have them (`8.5.5.11`): of addresses at random fewer than one in a thousand looks so. */
const short = /^(?!10\.|1\.[01]\.[01]\.1$|8\.8\.|9\.9\.9\.9$)(?:[12]?\d|3[01])(?:\.(?:[12]?\d|3[01])){2}\.\d{1,2}$/;
const addressed = /(?:\bip|addr\p{L}*|hosts?|ping|dns|gateway|proxy|adress\p{L}*|direcci[oó]n|endere[cç]o)[^\p{L}\d]{0,4}(?:(?:is|at|ist|est|es)\s)?$/iu;

const isVersion = (text: string, start: number, end: number): boolean =>
  follows(text, start, /(?:version|ver|build|release|firmware|v)[ .:]{0,3}$/i, 12) ||
  (short.test(text.slice(start, end)) && !follows(text, start, addressed, 24));

/** What follows `password is` and the like, when it looks like one: letters or signs with a digit among them. */
function findPasswords(text: string): Finding[] {
  return Array.from(text.matchAll(password)).flatMap((match) => {
    const value = (match[1] ?? '').replace(/[^\p{L}\p{N}]+$/u, '');
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    return /\d/.test(value) && /[\p{L}!@#$%^&*?_-]/u.test(value) ? [{ type: 'SECRET' as const, start, end: start + value.length }] : [];
  });
}
