/**
 * Ranking in two steps: every text becomes numbers of its words, then ranking is learned from numbers alone. Where only articles
 * were reworded, their words are indexed again and what was learned stays.
 */
import { passageEmbeddingText } from '../embedding-text.ts';
import { giveBack } from '../give-back.ts';
import { type ClickedSearches, countSearches, searchTexts } from '../link/clicked-searches.ts';
import { type ImpactIndex, putImpactIndex } from '../rank/impact-index.ts';
import { putVocabulary } from '../rank/vocabulary.ts';
import { mapRecords, recordsOf, stringsOf } from '../snapshot/container.ts';
import { eachRow, type RowWriter, rowReader, rowWriter, type SectionWriter } from '../snapshot/rows.ts';
import type { StoredSections } from '../snapshot/stored-sections.ts';
import { type CorpusLists, corpusTerms, listNames, type TermReader, termReader } from '../train/rank/corpus-terms.ts';
import { evidence } from '../train/rank/evidence.ts';
import { freshness } from '../train/rank/freshness.ts';
import { fusionBlocks } from '../train/rank/learn-fusion.ts';
import { TermLists } from '../train/rank/term-lists.ts';
import { AT_ONCE, type Near, vectorSignal, worthVectors } from '../train/rank/vector-signal.ts';
import { articleIndexes, dayOf, indexMakers, learnRank, type RankInput, termWeights, vectorText, weightOfTerm } from '../train/rank.ts';
import { READ_AGAIN, refreshRank } from '../train/refresh-rank.ts';
import type { Article, Issue, Passage, Sections, SolvedTicket, TicketLink } from '../types.ts';
import { type Artifact, type Artifacts, keyFrom } from './artifacts.ts';
import { eachDocument, eachTicket } from './read-documents.ts';
import { type Basis, type Keys, needed, open, type Pause, RECIPE, type StepDeps } from './step-context.ts';

type Input = Pick<Keys, 'articles' | 'tickets'>;
type Plan = { searches: ClickedSearches; words: string; whole: string; refreshed: string | null };

/** What visitors searched for is read anew each time: it is small. */
async function planOf({ record }: StepDeps, keys: Input, before: Basis | null): Promise<Plan> {
  const searches: ClickedSearches = new Map();
  await eachDocument(record, 'visit', (visits) => void countSearches(searches, visits));
  const searched = searches.size === 0 ? [] : [JSON.stringify([...searches].map(([article, counts]) => [article, [...counts]]))];
  const of = (...more: string[]): string => keyFrom(RECIPE, 'rank', keys.articles, keys.tickets, ...more, ...searched);
  const reworded = before !== null && before.keys.tickets === keys.tickets;
  return { searches, words: wordKey(of()), whole: of(), refreshed: reworded ? of(before.keys.rank) : null };
}

/** Of the words that a ranking was learned from. */
const wordKey = (rank: string): string => keyFrom('words', rank);

/** The words of all texts; nothing where ranking is there already, or only needs the articles' words. */
export async function wordStep(deps: StepDeps, keys: Input, before: Basis | null, pause: Pause): Promise<{ key: string }> {
  const artifacts = open(deps);
  const plan = await planOf(deps, keys, before);
  const done = async (name: string, key: string): Promise<boolean> => (await artifacts.find(name, key)) !== null;
  if ((await done('rank', plan.whole)) || (plan.refreshed && (await done('rank', before?.keys.rank ?? ''))) || (await done('words', plan.words)))
    return { key: plan.words };
  await artifacts.write('words', plan.words, async (writer) => {
    const reader = termReader();
    await readArticles(reader, await needed(artifacts, 'articles', keys.articles), plan.searches, new Map(), rowWriter(writer, 'of'));
    const solved = await (await needed(artifacts, 'tickets', keys.tickets)).load(['tickets', 'links']);
    const rows = new Map(mapRecords<SolvedTicket, [string, number]>(solved, 'tickets', ({ id }, row) => [id, row]));
    const labels = evidence({ links: recordsOf<TicketLink>(solved, 'links') });
    giveBack(...solved.values());
    const day = new Float64Array(rows.size);
    const [texts, textRows] = [rowWriter(writer, 'texts'), new Set<number>()];
    let read = 0;
    await eachTicket(deps.record, async (page) => {
      for (const ticket of page) {
        const row = rows.get(ticket.id);
        if (++read % 200 === 0) await pause(read);
        if (row === undefined) continue;
        reader.ticket(row, ticket);
        day[row] = dayOf(ticket);
        // What the vectors are worth is measured on tickets whose article is known.
        if ((labels[row]?.length ?? 0) === 0) continue;
        await texts.add(vectorText(ticket));
        textRows.add(row);
      }
    });
    await texts.end();
    await writer.add('textRows', Uint32Array.from(textRows));
    await writer.add('day', day);
    const { terms, total, lists } = reader.finish();
    await writer.add('total', Uint32Array.of(total));
    const vocabulary = rowWriter(writer, 'terms');
    for (const term of terms) await vocabulary.add(term);
    await vocabulary.end();
    for (const name of listNames) {
      await lists[name].store(writer, name);
      lists[name].giveBack();
    }
    return plan.words;
  });
  return { key: plan.words };
}

/** Learned anew when tickets or the set of articles changed; otherwise only the articles' own words are indexed again. */
export async function rankStep(deps: StepDeps, keys: Input, before: Basis | null): Promise<{ key: string; refreshed: boolean }> {
  const artifacts = open(deps);
  const plan = await planOf(deps, keys, before);
  if (await artifacts.find('rank', plan.whole)) return { key: plan.whole, refreshed: false };
  if (plan.refreshed !== null) {
    if (await artifacts.find('rank', plan.refreshed)) return { key: plan.refreshed, refreshed: true };
    const learned = await artifacts.find('rank', before?.keys.rank ?? '');
    const words = await artifacts.find('words', wordKey(before?.learned ?? ''));
    if (learned) return { key: await refresh(artifacts, { learned, words }, keys, plan, plan.refreshed), refreshed: true };
  }
  const words = await needed(artifacts, 'words', plan.words);
  const stored = await needed(artifacts, 'articles', keys.articles);
  const { articles, passageArticle } = await placesOf(stored);
  const solved = await (await needed(artifacts, 'tickets', keys.tickets)).load();
  const labels = evidence({ links: recordsOf<TicketLink>(solved, 'links') });
  const issueOf = Int32Array.from(mapRecords<SolvedTicket, number>(solved, 'tickets', ({ issue }) => issue));
  const issues = recordsOf<Issue>(solved, 'issues').length;
  giveBack(...solved.values());
  const sections = await words.load([...listNames, 'day', 'total']);
  const lists = listsOf(sections, listNames);
  const size = (words.shapes.find(({ name }) => name === 'terms.offsets')?.count ?? 1) - 1;
  const docs = corpusTerms(lists, { size, total: (sections.get('total') as Uint32Array)[0] ?? size, articles, tickets: labels.length });
  const weights = termWeights(docs);
  const learned = { docs, weights, labels, day: sections.get('day') as Float64Array, issueOf, issues };
  const rows = fusionBlocks(learned).flatMap(({ examples }) => examples);
  const near = rows.length > 0 && worthVectors(passageArticle.length) ? await nearOf({ rows, words, stored, passageArticle, weights }) : null;
  const input = { ...learned, passageArticle, freshness: freshness({ articles }), near };
  await artifacts.write('rank', plan.whole, async (writer) => {
    const made = rows.length === 0 ? await learnLater(input, writer) : learnRank(input, articleIndexes(docs));
    putVocabulary(made, await termsOf(words), weights);
    for (const [name, data] of made) await writer.add(name, data);
    giveBack(...made.values(), ...sections.values());
    return plan.whole;
  });
  return { key: plan.whole, refreshed: false };
}

const EMPTY: ImpactIndex = { offsets: new Uint32Array(1), rows: new Uint16Array(0), values: new Uint8Array(0), zero: 0, scale: 1, size: 0 };

/** Without examples nothing is ranked while learning: what stands in articles is written at once, and does not lie beside what is learned. */
async function learnLater(input: RankInput, writer: SectionWriter): Promise<Sections> {
  for (const [name, make] of Object.entries(indexMakers)) {
    const sections: Sections = new Map();
    putImpactIndex(sections, `rank.${name}`, make(input.docs));
    for (const [section, data] of sections) {
      await writer.add(section, data);
      giveBack(data);
    }
  }
  const made = learnRank(input, { text: EMPTY, passages: EMPTY });
  for (const name of [...made.keys()]) if (Object.keys(indexMakers).some((own) => name.startsWith(`rank.${own}.`))) made.delete(name);
  return made;
}

const ARTICLE_LISTS = ['title', 'summary', 'headings', 'under', 'text'] as const;

/** The lists of these names; the others are empty. */
const listsOf = (sections: Sections, names: readonly (typeof listNames)[number][]): CorpusLists =>
  Object.fromEntries(listNames.map((name) => [name, names.includes(name) ? TermLists.stored(sections, name) : new TermLists()])) as CorpusLists;

const termsOf = async (words: StoredSections): Promise<string[]> => stringsOf(await words.load(['terms']), 'terms');

type Known = Map<string, { row: number; first: number; passages: number }>;

/** What a kept reading holds of articles, by what was read of each. */
async function knownOf(words: StoredSections | null): Promise<Known> {
  const known: Known = new Map();
  let first = 0;
  if (words)
    await eachRow(words, 'of', (json, row) => {
      const [of, passages] = JSON.parse(json) as [string, number];
      known.set(of, { row, first, passages });
      first += passages;
    });
  return known;
}

/** Articles that are `known` are not read again; `of` is told what was read of each. */
async function readArticles(reader: TermReader, stored: Artifact, searches: ClickedSearches, known: Known, of?: RowWriter): Promise<void> {
  const found =
    searches.size === 0
      ? []
      : searchTexts(
          searches,
          recordsOf<Article>(await stored.load(['articles']), 'articles').map((article) => ({ ...article, text: '' })),
        );
  const passages = await rowReader(stored, 'passages');
  await eachRow(stored, 'articles', async (json, row) => {
    const article = JSON.parse(json) as Article;
    const version = `${article.id}@${article.version} ${found[row] ?? ''}`;
    await of?.add(JSON.stringify([version, article.passageCount]));
    const kept = known.get(version);
    if (kept) return reader.same(kept.row, kept.first, kept.passages);
    const own = await passages.slice(article.firstPassage, article.passageCount);
    reader.article(
      article,
      found[row] ?? '',
      own.map((passage) => JSON.parse(passage) as Passage),
    );
  });
  await of?.end();
}

type Place = Pick<Article, 'id' | 'title' | 'updatedAt' | 'supersedes' | 'firstPassage' | 'passageCount'>;

async function placesOf(stored: Artifact): Promise<{ articles: Place[]; passageArticle: Uint32Array }> {
  const articles: Place[] = [];
  await eachRow(stored, 'articles', (json) => {
    const { id, title, updatedAt, supersedes, firstPassage, passageCount } = JSON.parse(json) as Article;
    articles.push({ id, title, updatedAt, supersedes, firstPassage, passageCount });
  });
  const passageArticle = new Uint32Array(articles.reduce((sum, { passageCount }) => sum + passageCount, 0));
  for (const [a, { firstPassage, passageCount }] of articles.entries()) passageArticle.fill(a, firstPassage, firstPassage + passageCount);
  return { articles, passageArticle };
}

type NearInput = { rows: readonly number[]; words: StoredSections; stored: Artifact; passageArticle: Uint32Array; weights: Float32Array };

/** What vectors say of tickets, by row. */
async function nearOf({ rows, words, stored, passageArticle, weights }: NearInput): Promise<Map<number, Near>> {
  const signal = vectorSignal(passageArticle, weightOfTerm(await termsOf(words), weights));
  const titles: string[] = [];
  await eachRow(stored, 'articles', (json) => void titles.push((JSON.parse(json) as Article).title));
  await eachRow(stored, 'passages', (json) => {
    const passage = JSON.parse(json) as Passage;
    signal.add(passageEmbeddingText({ title: titles[passage.article] ?? '' }, passage));
  });
  const placeOf = new Map([...((await words.load(['textRows'])).get('textRows') as Uint32Array)].map((row, place) => [row, place]));
  const texts = await rowReader(words, 'texts');
  const near = new Map<number, Near>();
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const some = rows.slice(i, i + AT_ONCE);
    const own: string[] = [];
    for (const row of some) own.push(placeOf.has(row) ? await texts.get(placeOf.get(row) as number) : '');
    for (const [k, found] of signal.near(own).entries()) near.set(some[k] as number, found);
  }
  return near;
}

/** `words` are null where they are gone: then all articles are read again. */
type Before = { learned: Artifact; words: Artifact | null };

async function refresh(artifacts: Artifacts, { learned, words }: Before, keys: Input, { searches }: Plan, key: string): Promise<string> {
  const stored = await needed(artifacts, 'articles', keys.articles);
  const reader = termReader(words ? { terms: await termsOf(words), lists: listsOf(await words.load(ARTICLE_LISTS), ARTICLE_LISTS) } : undefined);
  await readArticles(reader, stored, searches, await knownOf(words));
  const changed: Sections = refreshRank(await learned.load(READ_AGAIN), reader.finish(), await placesOf(stored));
  return artifacts.write('rank', key, async (writer) => {
    for (const shape of learned.shapes) {
      if (changed.has(shape.name)) continue;
      const kept = (await learned.load([shape.name])).get(shape.name);
      if (kept) await writer.add(shape.name, kept);
    }
    for (const [name, data] of changed) await writer.add(name, data);
    return key;
  });
}
