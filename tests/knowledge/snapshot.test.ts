import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { AppError } from '../../worker/errors.ts';
import { buildTables, canonical } from '../../worker/knowledge/build.ts';
import { newGraph, putEdge, putNode } from '../../worker/knowledge/graph/edit.ts';
import { oneEditApart } from '../../worker/knowledge/snapshot/alias-sections.ts';
import { openContainer, putJson, putRecords, readRecords, writeContainer } from '../../worker/knowledge/snapshot/container.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { joinParts, splitIntoParts } from '../../worker/knowledge/snapshot/parts.ts';
import { hashOf, writeSnapshot } from '../../worker/knowledge/snapshot/write-snapshot.ts';
import type { BuiltTables, Knowledge, SectionData, Sections } from '../../worker/knowledge/types.ts';
import { shopCorpus } from './support.ts';

const MOMENT = '2024-06-01T00:00:00.000Z';
const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const open = (tables: BuiltTables, models: Sections[] = []): Knowledge => {
  const { bytes, hash } = writeSnapshot(tables, models, MOMENT);
  return loadSnapshot(bufferOf(bytes), hash);
};

let tables: BuiltTables;
let knowledge: Knowledge;
beforeAll(async () => {
  tables = await buildTables(canonical(shopCorpus()));
  knowledge = open(tables, [new Map<string, SectionData>([['demo.weights', Float32Array.of(1, 2.5)]])]);
});

test('a snapshot gives back every table, index and model section', () => {
  const all = <T>(table: { length: number; get(i: number): T }): T[] => Array.from({ length: table.length }, (_, i) => table.get(i));
  expect(all(knowledge.articles)).toEqual(tables.articles);
  expect(all(knowledge.passages)).toEqual(tables.passages);
  expect(all(knowledge.tickets)).toEqual(tables.tickets);
  expect(all(knowledge.macros)).toEqual(tables.macros);
  expect(all(knowledge.issues)).toEqual(tables.issues);
  for (const [i, { id }] of tables.articles.entries()) expect(knowledge.articleIndex(id)).toBe(i);
  for (const [i, { id }] of tables.passages.entries()) expect(knowledge.passageIndex(id)).toBe(i);
  expect([knowledge.articleIndex('nothing'), knowledge.passageIndex('')]).toEqual([null, null]);
  expect([...knowledge.sections.f32('demo.weights')]).toEqual([1, 2.5]);
  expect(knowledge.builtAt).toBe(MOMENT);
  expect(knowledge.cached('x', () => ({}))).toBe(knowledge.cached('x', () => ({})));
});

test('the graph comes back whole: nodes, edges, weights, evidence', () => {
  expect([knowledge.graph.nodeCount, knowledge.graph.edgeCount]).toEqual([tables.graph.order, tables.graph.size]);
  const whole = knowledge.graph.ego(tables.graph.nodes(), { hops: 0, limit: tables.graph.order });
  expect(whole.nodes().sort()).toEqual(tables.graph.nodes().sort());
  tables.graph.forEachEdge((_edge, attributes, source, target) => {
    const found = whole.getEdgeAttributes(source, target);
    expect(found).toMatchObject({ kind: attributes.kind, evidence: attributes.evidence });
    expect(found.weight).toBeCloseTo(attributes.weight, 5);
  });
  for (const key of tables.graph.nodes())
    expect(knowledge.graph.node(key)).toMatchObject({ id: key.slice(key.indexOf(':') + 1), label: tables.graph.getNodeAttribute(key, 'label') });
  expect(knowledge.graph.node('article:nothing')).toBeNull();
});

test('an ego graph keeps to its hops and its limit, takes the strongest edges, and ignores unknown seeds', () => {
  const graph = newGraph();
  const hub = putNode(graph, 'product', 'hub', 'Hub');
  for (let i = 0; i < 2_000; i++) putEdge(graph, 'mentions', putNode(graph, 'article', `a${i}`, `A ${i}`), hub, i / 2_000, [`a${i}@1`]);
  putEdge(graph, 'mentions', 'article:a1999', putNode(graph, 'article', 'far', 'Far'), 1, []);
  const { graph: view } = open({ ...tables, graph });
  const near = view.ego([hub, 'product:unknown'], { hops: 1, limit: 10 });
  expect(near.nodes().sort()).toEqual([hub, ...Array.from({ length: 9 }, (_, i) => `article:a${1999 - i}`)].sort());
  expect(near.size).toBe(9);
  expect(view.ego([hub], { hops: 1, limit: 5_000 }).hasNode('article:far')).toBe(false);
  expect(view.ego([hub], { hops: 2, limit: 5_000 }).hasNode('article:far')).toBe(true);
  expect(view.ego([], { hops: 2, limit: 10 }).order).toBe(0);
});

test('names and aliases are found in a text, phrases first, one typo forgiven in long words', () => {
  const keys = (...terms: string[]): string[] => knowledge.graph.link(terms).map(({ key }) => key);
  expect(keys('my', 'lamp', 'hub', 'is', 'dead')).toContain('product:bridge');
  expect(keys('the GATEWAY blinks')).toContain('product:bridge');
  expect(knowledge.graph.link(['gatewya'])).toEqual([{ key: 'product:bridge', term: 'gatewya', exact: false }]);
  expect(keys('gate', 'way', 'lump')).toEqual([]);
  expect(keys()).toEqual([]);
});

test('one edit is one insertion, deletion, substitution or swap', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(word, fc.nat(7), fc.constantFrom('x', 'y'), (text, position, letter) => {
      const at = position % text.length;
      expect(oneEditApart(text, text.slice(0, at) + letter + text.slice(at))).toBe(true);
      expect(oneEditApart(text.slice(0, at) + letter + text.slice(at + 1), text)).toBe(true);
      expect(oneEditApart(text, text)).toBe(false);
      expect(oneEditApart(text, `${text}xy`)).toBe(false);
    }),
  );
});

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'snapshot_missing';

test('a snapshot that was cut, changed or is not one is refused', () => {
  const { bytes, hash } = writeSnapshot(tables, [], MOMENT);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.boolean(), (at, cut) => {
      const damaged = cut ? bytes.slice(0, at) : Uint8Array.from(bytes);
      if (!cut) damaged[at] = (damaged[at] as number) ^ 1;
      try {
        loadSnapshot(bufferOf(damaged), hash);
      } catch (error) {
        return isMissing(error);
      }
      return false;
    }),
  );
  for (const other of [new Uint8Array(0), new TextEncoder().encode('not a snapshot at all')])
    expect(() => loadSnapshot(bufferOf(other), hashOf(other))).toThrow(AppError);
});

test('parts below the limit join to the same bytes; a missing part is said', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 70 }), (bytes, size) => {
      const parts = splitIntoParts(bytes, size);
      expect(parts.every((part) => part.length <= size)).toBe(true);
      expect([...new Uint8Array(joinParts(parts.map(bufferOf)))]).toEqual([...bytes]);
    }),
  );
  expect(() => joinParts([new ArrayBuffer(4), null])).toThrow(/Part 2 of 2/);
  expect(() => joinParts([])).toThrow(AppError);
});

test('a container gives back what was put in, whatever the names, types and sizes', () => {
  const data = fc.oneof<fc.Arbitrary<SectionData>[]>(
    fc.uint8Array({ maxLength: 20 }),
    fc.uint16Array({ maxLength: 20 }),
    fc.uint32Array({ maxLength: 20 }),
    fc.int32Array({ maxLength: 20 }),
    fc.float32Array({ maxLength: 20 }),
    fc.float64Array({ maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), data), fc.array(fc.jsonValue()), (sections, records) => {
      const all: Sections = new Map(Object.entries(sections).map(([name, value]) => [`s.${name}`, value]));
      putRecords(all, 'records', records);
      putJson(all, 'json', records);
      const reader = openContainer(bufferOf(writeContainer(all)));
      for (const [name, value] of Object.entries(sections)) {
        const type = ({ Uint8Array: 'u8', Uint16Array: 'u16', Uint32Array: 'u32', Int32Array: 'i32', Float32Array: 'f32', Float64Array: 'f64' } as const)[
          value.constructor.name
        ];
        if (!type) throw new Error(value.constructor.name);
        expect(reader[type](`s.${name}`)).toEqual(value);
      }
      const read = readRecords(reader, 'records');
      expect(Array.from({ length: read.length }, (_, i) => JSON.stringify(read.get(i)))).toEqual(records.map((record) => JSON.stringify(record)));
      expect(JSON.stringify(reader.json('json'))).toBe(JSON.stringify(records));
    }),
  );
});

test('a model cannot overwrite a table', () => {
  expect(() => writeSnapshot(tables, [new Map([['articles.bytes', new Uint8Array(1)]])], MOMENT)).toThrow(/articles\.bytes/);
});
