import type { Voice } from '#shared/release';

/** A polite, plain voice. `{name}` goes with the white space before it where no name is known. */
export const defaultVoice: Voice = {
  greeting: {
    en: 'Hello {name},',
    de: 'Guten Tag {name},',
    es: 'Hola {name}:',
    fr: 'Bonjour {name},',
    pt: 'Olá {name},',
    ja: '{name}様',
    it: 'Buongiorno {name},',
    nl: 'Hallo {name},',
  },
  closing: {
    en: 'If this does not solve it, just reply to this message.\n\nBest regards',
    de: 'Falls das nicht hilft, antworten Sie einfach auf diese Nachricht.\n\nFreundliche Grüße',
    es: 'Si con esto no se resuelve, responda a este mensaje.\n\nUn saludo',
    fr: 'Si cela ne suffit pas, répondez simplement à ce message.\n\nCordialement',
    pt: 'Se isto não resolver, basta responder a esta mensagem.\n\nCom os melhores cumprimentos',
    ja: '解決しない場合は、このメールにご返信ください。\n\nよろしくお願いいたします。',
    it: 'Se il problema rimane, risponda pure a questo messaggio.\n\nCordiali saluti',
    nl: 'Lost dit het niet op, antwoord dan gewoon op dit bericht.\n\nMet vriendelijke groet',
  },
  signature: '',
  bannedPhrases: ['as an AI', 'language model', 'I cannot assist', 'per my last email', 'calm down'],
  maxSentences: 12,
};
