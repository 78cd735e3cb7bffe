import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectLanguage } from '../../worker/text/language.ts';
import { usedLanguage } from '../../worker/text/used-language.ts';

const sentences: Record<string, string[]> = {
  en: ['where is my order', 'The page does not load since the update', 'help!!!'],
  de: ['wo ist mein paket', 'Ich kann mich nicht anmelden', 'Rechnung falsch'],
  fr: ['je ne peux pas me connecter', 'Où est ma commande ?', 'Je veux parler à un humain'],
  es: ['¿dónde está mi pedido?', 'no puedo entrar en mi cuenta', 'Ayuda por favor'],
  pt: ['não consigo entrar na minha conta', 'quero falar com um atendente', 'onde está o meu pedido'],
  it: ["dov'è il mio ordine", 'non riesco ad accedere al mio account'],
  nl: ['waar is mijn bestelling', 'ik kan niet inloggen'],
  sv: ['jag kan inte logga in', 'var är min beställning'],
  da: ['jeg kan ikke logge ind, hvorfor virker det ikke', 'Jeg vil tale med et menneske'],
  no: ['jeg får ikke logget inn, hva skjer nå', 'Jeg vil snakke med et menneske'],
  fi: ['en pääse kirjautumaan tilille', 'missä tilaukseni on'],
  pl: ['nie mogę się zalogować', 'gdzie jest moje zamówienie'],
  cs: ['nemůžu se přihlásit k účtu', 'kde je moje objednávka'],
  hu: ['nem tudok bejelentkezni a fiókomba', 'hol van a rendelésem'],
  ro: ['nu pot să mă conectez la contul meu', 'unde este comanda mea'],
  tr: ['hesabıma giriş yapamıyorum', 'siparişim nerede'],
  vi: ['tôi không thể đăng nhập vào tài khoản'],
  id: ['saya tidak bisa masuk ke akun saya'],
  ru: ['я не могу войти в аккаунт', 'где мой заказ'],
  uk: ['я не можу увійти в обліковий запис, де моє замовлення'],
  el: ['δεν μπορώ να συνδεθώ'],
  ja: ['ログインできません', '担当者に代わってください'],
  zh: ['我无法登录我的账户'],
  ko: ['로그인할 수 없습니다'],
  ar: ['لا أستطيع تسجيل الدخول'],
  he: ['אני לא מצליח להתחבר'],
  th: ['ฉันเข้าสู่ระบบไม่ได้'],
  hi: ['मैं लॉग इन नहीं कर पा रहा हूँ'],
};

test('short messages are recognised in more than twenty-five languages', () => {
  for (const [language, texts] of Object.entries(sentences)) for (const text of texts) expect(detectLanguage(text).value, text).toBe(language);
});

test('addresses, links and placeholders say nothing of the language', () => {
  expect(detectLanguage('Ich kann https://www.example.com/where-is-my-order nicht öffnen, bitte an info@company.com').value).toBe('de');
  expect(detectLanguage('⟦EMAIL_1⟧ 12345 !!!')).toEqual({ value: 'en', confidence: 0 });
});

test('any text gets one of the languages and a probability, always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const found = detectLanguage(text);
      expect(found.value).toMatch(/^[a-z]{2}$/);
      expect(found.confidence).toBeGreaterThanOrEqual(0);
      expect(found.confidence).toBeLessThanOrEqual(1);
      expect(detectLanguage(text)).toEqual(found);
    }),
  );
});

test('a helpdesk’s locale is believed where the text is too short to tell', () => {
  expect(usedLanguage({ value: 'en', confidence: 0.2 }, 'de-AT')).toBe('de');
  expect(usedLanguage({ value: 'fr', confidence: 0.95 }, 'de-AT')).toBe('fr');
  expect(usedLanguage({ value: 'id', confidence: 0.2 }, null)).toBe('en');
});
