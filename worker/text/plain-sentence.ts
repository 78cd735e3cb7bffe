/** A sentence as it reads in a reply: without Markdown marks and without the links an article carries. */
export function plainSentence(text: string): string {
  return text
    .replace(/!\[[^\]]{0,200}\]\([^)]{0,500}\)/g, '')
    .replace(/\[([^\]]{1,300})\]\([^)]{0,500}\)/g, '$1')
    .replace(/\s?[([](?:https?:\/\/|\/)[^\s)\]]{1,500}[)\]]/g, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
