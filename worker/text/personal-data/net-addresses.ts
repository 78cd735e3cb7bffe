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
  const found: Finding[] = [];
  const add = (type: Finding['type'], start: number, match: string) => found.push({ type, start, end: start + match.length });
  for (const match of text.matchAll(secret)) add('SECRET', match.index, match[0]);
  if (text.includes('@')) for (const match of text.matchAll(email)) add('EMAIL_ADDRESS', match.index, match[0]);
  for (const match of text.matchAll(url)) add('DOMAIN_NAME', match.index, match[0].replace(/[.,;:!?)\]]+$/, ''));
  for (const match of text.matchAll(ipv4)) {
    if (isIpv4(match[0]) && !/^(?:0|127|255)\./.test(match[0]) && !follows(text, match.index, /(?:version|ver|build|release|firmware|v)[ .:]{0,3}$/i, 12))
      add('IP_ADDRESS', match.index, match[0]);
  }
  if (text.includes(':')) for (const match of text.matchAll(ipv6)) if (isIpv6(match[0])) add('IP_ADDRESS', match.index, match[0]);
  for (const match of text.matchAll(host)) add('DOMAIN_NAME', match.index, match[0]);
  for (const match of text.matchAll(password)) {
    const value = match[1] ?? '';
    const core = value.replace(/[^\p{L}\p{N}]+$/u, '');
    if (/\d/.test(core) && /[\p{L}!@#$%^&*?_-]/u.test(core)) add('SECRET', match.index + match[0].lastIndexOf(value), core);
  }
  return found;
}
