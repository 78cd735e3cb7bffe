/** The graph's part of `docs/evaluation.md`: what a person can judge by reading. */
type Issue = { name: string; tickets: number; titles: string[]; article: string | null };
export type GraphResult = {
  n: number;
  issues: number;
  in_issues: number;
  citations_resolved: number;
  contradictions: number;
  duplicates: number;
  largest: Issue[];
  disagreements: { numbers: { values: [string, string]; a: string; b: string; sentences: [string, string] }[] };
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ').slice(0, 110);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function graphPage(result: GraphResult): string {
  const issues = result.largest.map(
    ({ name, tickets, titles, article }) => `| ${cell(name)} | ${tickets} | ${titles.map(cell).join('<br>')} | ${cell(article ?? '–')} |`,
  );
  const numbers = result.disagreements.numbers.map(
    ({ values, a, b, sentences }, i) => `${i + 1}. ${values.join(' against ')}: “${cell(sentences[0])}” (${cell(a)}) and “${cell(sentences[1])}” (${cell(b)})`,
  );
  return `## The graph of the Firefox help centre

\`npm run eval -- graph --folder ../shared/data/sumo --json\`. ${result.n} solved tickets, ${result.issues} issues that hold ${percent(result.in_issues)} of them;
${percent(result.citations_resolved)} of what edges rest on can be found (ticket, article in that version, passage). The 25 largest issues, with titles spread over each and the article that solved most of it:

| issue | tickets | titles | article |
| --- | --- | --- | --- |
${issues.join('\n')}

Read by eye: 22 of the 25 are one problem or one part of the product. “Slow” and “Download” gather several causes, and “Passwords” mixes saving with signing in. A ticket about something else stands in most of them.
The article named is the one that agents linked most often, and not always the best one: “Crashes” leads to an installation guide that agents link as a way to reinstall.

${result.contradictions} contradictions and ${result.duplicates} pairs of articles that say the same. All contradictions found:

${numbers.join('\n')}

Judged: the first three are real and one fact (how far a video is skipped), told by three articles in one way and by a fourth in another. The fourth is a pair of guidelines that are for two channels, so each may be right: a false alarm.
There are no ten: the articles of this help centre seldom repeat a number, and the rules are set for few false alarms. Sensitivity is held by tests with planted contradictions. On the 8,809 pages of \`aws_docs\`, which name no product to tell their
scopes apart, 189 are found; of ten spread over them one is real (an outdated runtime version), two are doubtful, and seven speak of different services: without products, plans or versions in the metadata the list is one to read, not to trust.
`;
}
