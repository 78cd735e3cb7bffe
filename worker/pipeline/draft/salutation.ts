import type { Voice } from '#shared/release';

/** Greeting in the voice of the team; empty where the voice has none for the language and none in English. */
export function greet(voice: Voice, language: string, name: string | null): string {
  const pattern = voice.greeting[language] ?? voice.greeting.en ?? '';
  if (name !== null) return pattern.replace('{name}', () => name).trim();
  const [lead = '', rest] = pattern.split('{name}');
  return rest === undefined ? pattern.trim() : `${lead.trim()}${lead.trim() === '' ? '' : (/^[,:;!.、。]/.exec(rest.trim())?.[0] ?? '')}`;
}

/** Closing and signature in the voice of the team. */
export function close(voice: Voice, language: string): string {
  return [voice.closing[language] ?? voice.closing.en ?? '', voice.signature].filter((part) => part.trim() !== '').join('\n');
}
