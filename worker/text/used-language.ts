/** Below this confidence the helpdesk's own locale is believed more than a detector. */
const SURE = 0.6;

/** The language to analyse a text in: as detected when that is sure, else the locale's, else English. */
export function usedLanguage(detected: { value: string; confidence: number }, locale: string | null): string {
  if (detected.confidence >= SURE) return detected.value;
  return locale?.slice(0, 2).toLowerCase() || 'en';
}
