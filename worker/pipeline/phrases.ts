/** Sentences of the release in the customer's language, or in English where the release has none. */
export function phrase(prompts: Readonly<Record<string, string>>, name: string, language: string): string {
  return prompts[`say.${name}.${language.slice(0, 2).toLowerCase()}`] ?? prompts[`say.${name}.en`] ?? '';
}
