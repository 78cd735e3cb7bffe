import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderFiles } from '#shared/knowledge';
import { prepareFolder } from '../../scripts/local/file-sources/prepare-folder.ts';
import { makePdf } from '../shared/files/make-pdf.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskgraph-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const lines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as Record<string, unknown>);

test('a folder of many kinds of files becomes JSON lines; what cannot be read is named', async () => {
  mkdirSync(join(folder, 'lamps'));
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, '.git', 'x.md'), 'not this one');
  writeFileSync(join(folder, 'lamps', 'reset.md'), '# Reset\n\nHold the button.');
  writeFileSync(join(folder, 'lamps', 'reset.html'), '<h1>Reset</h1><p>The same id as the Markdown file beside it.</p>');
  writeFileSync(join(folder, 'manual.pdf'), makePdf(['Two years of warranty.']));
  writeFileSync(join(folder, 'scan.pdf'), makePdf(['']));
  writeFileSync(join(folder, 'logo.png'), 'x');
  writeFileSync(join(folder, 'tickets-2026.csv'), 'subject,description,reply\nDark,Lamp is dark,Reset it\n');
  writeFileSync(join(folder, 'a.eml'), 'From: a@b.test\nMessage-ID: <1@x>\nSubject: Hi\n\nHello\n');
  const prepared = await prepareFolder(folder, { names: folderFiles });
  const articles = lines(join(prepared.folder, 'articles.jsonl'));
  expect(articles.map((a) => a.id)).toEqual(['lamps/reset', 'manual']);
  expect(lines(join(prepared.folder, 'tickets.jsonl')).map((t) => t.subject)).toEqual(['Dark', 'Hi']);
  expect(prepared.skipped.map((s) => `${s.file} ${s.reason}`).join('\n')).toMatch(
    /lamps\/reset\.(md|html) Its id "lamps\/reset" stands in[\s\S]*scan\.pdf .*no text/,
  );
  prepared.cleanUp();
  expect(existsSync(prepared.folder)).toBe(false);
});

test('JSON lines are taken as they lie; single files of them by their name', async () => {
  writeFileSync(join(folder, 'articles.jsonl'), '{"id":"1","title":"A","text":"B"}\n');
  expect((await prepareFolder(folder, { names: folderFiles })).folder).toBe(folder);
  const one = await prepareFolder(join(folder, 'articles.jsonl'), { names: folderFiles });
  expect(lines(join(one.folder, 'articles.jsonl'))).toMatchObject([{ id: '1' }]);
  one.cleanUp();
  writeFileSync(join(folder, 'export.jsonl'), '{}\n');
  await expect(prepareFolder(join(folder, 'export.jsonl'), { names: folderFiles })).rejects.toThrow(/does not say what it holds/);
});

test('nothing there, nothing known, nothing readable: each says so', async () => {
  await expect(prepareFolder(join(folder, 'nowhere'), { names: folderFiles })).rejects.toThrow(/nothing at/);
  writeFileSync(join(folder, 'logo.png'), 'x');
  await expect(prepareFolder(folder, { names: folderFiles })).rejects.toThrow(/holds nothing that Deskgraph reads/);
  writeFileSync(join(folder, 'scan.pdf'), makePdf(['']));
  await expect(prepareFolder(join(folder, 'scan.pdf'), { names: folderFiles })).rejects.toThrow(/scan\.pdf:1 .*no text/);
});
