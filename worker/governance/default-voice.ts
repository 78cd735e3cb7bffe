import type { Voice } from '#shared/release';

/** A polite, plain voice. `{name}` goes with the white space before it where no name is known. */
export const defaultVoice: Voice = {
  greeting: {
    en: 'Hello {name},',
    de: 'Guten Tag {name},',
    es: 'Hola {name}:',
    fr: 'Bonjour {name},',
    pt: 'Olá {name},',
    ja: 'お世話になっております。{name}様',
    it: 'Buongiorno {name},',
    nl: 'Hallo {name},',
  },
  closing: {
    en: 'Best regards',
    de: 'Freundliche Grüße',
    es: 'Un saludo',
    fr: 'Cordialement',
    pt: 'Com os melhores cumprimentos',
    ja: 'よろしくお願いいたします。',
    it: 'Cordiali saluti',
    nl: 'Met vriendelijke groet',
  },
  signature: '',
  bannedPhrases: ['as an AI', 'language model', 'I cannot assist', 'per my last email', 'calm down'],
  maxSentences: 12,
};
