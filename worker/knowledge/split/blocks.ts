/** What Markdown and HTML have in common: headings, and blocks of text below them. */
export type Heading = { kind: 'heading'; level: number; text: string };
export type TextBlock =
  | { kind: 'prose'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'table'; rows: string[] /** How many of the first rows are the table's head. */; head: number }
  | { kind: 'code'; text: string };
export type Block = Heading | TextBlock;

/** One line, single spaces. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
