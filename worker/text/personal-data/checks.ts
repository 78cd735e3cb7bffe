/** Check digits: what tells a real number from a number that only looks like one. All take digits or letters without separators. */

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 1 && sum % 10 === 0;
}

/** ISO 13616: moved to the end, letters as numbers, the whole leaves 1 when divided by 97. */
export function passesIban(iban: string): boolean {
  const value = iban.toUpperCase();
  let rest = 0;
  for (const char of value.slice(4) + value.slice(0, 4)) {
    const digit = char >= 'A' ? char.charCodeAt(0) - 55 : char.charCodeAt(0) - 48;
    rest = digit > 9 ? (rest * 100 + digit) % 97 : (rest * 10 + digit) % 97;
  }
  return rest === 1;
}

/** US Social Security number: no 000, 666 or 9xx area (9xx are tax numbers, just as personal), no 00 group, no 0000 serial. */
export function isSsn(digits: string): boolean {
  return !digits.startsWith('000') && !digits.startsWith('666') && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

/** Brazil's CPF: two check digits, weights 10…2 and 11…2, modulo 11. */
export function isCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  const check = (length: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i);
    return ((sum * 10) % 11) % 10;
  };
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

/** Spain's DNI and NIE: the number modulo 23 picks the letter. */
export function isSpanishId(value: string): boolean {
  const number = value.toUpperCase().replace(/^X/, '0').replace(/^Y/, '1').replace(/^Z/, '2');
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number.slice(0, 8)) % 23] === number[8];
}

/** France's INSEE number: 13 digits, then 97 minus their remainder by 97. */
export function isInsee(digits: string): boolean {
  return 97n - (BigInt(digits.slice(0, 13)) % 97n) === BigInt(digits.slice(13));
}

/** Weighted sum of all digits but the last against the last: Poland's PESEL. */
export function isPesel(digits: string): boolean {
  const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return (10 - (sum % 10)) % 10 === Number(digits[10]);
}

/** The Dutch eleven-test of a BSN. */
export function isBsn(digits: string): boolean {
  let sum = -Number(digits[8]);
  for (let i = 0; i < 8; i++) sum += (9 - i) * Number(digits[i]);
  return sum % 11 === 0;
}

export function isIpv4(text: string): boolean {
  return text.split('.').every((octet) => octet.length <= 3 && Number(octet) <= 255 && (octet === '0' || !octet.startsWith('0')));
}

/** RFC 4291: eight groups of up to four hex digits, or fewer around one `::`. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length >= 2 && groups.length < 8 && /[a-f]|\d{3}/i.test(text) : groups.length === 8;
}
