import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseColumnMap } from '../../../shared/files/csv-documents.ts';
import type { FileReading } from '../../../shared/files/file-document.ts';
import { mailDocuments } from '../../../shared/files/mail-documents.ts';
import { fileKinds, readFile } from '../../../shared/files/read-file.ts';
import { splitMbox } from '../../../shared/files/split-mbox.ts';
import { documentSchemas } from '../../../shared/knowledge.ts';
import { parseLine } from '../../../worker/knowledge/collect/parse-line.ts';
import { makePdf } from './make-pdf.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));
const reasons = (reading: FileReading): string => reading.skipped.map((s) => `${s.file}:${s.line} ${s.reason}`).join('\n');
/** As the Worker would take them. */
function accepted(reading: FileReading): { kind: string; document: Record<string, unknown> }[] {
  return reading.documents.map(({ kind, document }) => {
    const parsed = parseLine(kind, JSON.stringify(document), { file: 'x', line: 1 });
    if (!parsed.ok) throw new Error(parsed.reason);
    return { kind, document: parsed.document as Record<string, unknown> };
  });
}

test('a CSV of tickets is read by a mapping, by usual column names, with semicolons and from Windows', async () => {
  const mapped = await readFile(
    { name: 'export.csv', bytes: bytes('Nr,Title,Text,Answer\n7,"Lamp, broken","It said ""no""\nand went out",Please reset it\n8,,,\n') },
    { map: parseColumnMap('id=Nr,subject=Title,body=Text,reply=Answer') },
  );
  expect(accepted(mapped)).toMatchObject([
    {
      kind: 'ticket',
      document: {
        id: '7',
        subject: 'Lamp, broken',
        body: 'It said "no"\nand went out',
        status: 'solved',
        replies: [{ role: 'agent', text: 'Please reset it' }],
      },
    },
  ]);
  expect(reasons(mapped)).toMatch(/export\.csv:\d+ This row has neither/);
  const usual = await readFile({
    name: 'tickets.csv',
    bytes: bytes('Ticket ID;Subject;Description;Status;Priority;Tags;Created\n12;Größe?;Wie groß?;Resolved;Medium;size, help;2026-01-05T10:00:00Z\n', 'latin1'),
  });
  expect(accepted(usual)).toMatchObject([
    {
      kind: 'ticket',
      document: { id: '12', subject: 'Größe?', status: 'solved', priority: 'normal', tags: ['size', 'help'], createdAt: '2026-01-05T10:00:00.000Z' },
    },
  ]);
  const articles = await readFile({ name: 'faq.csv', bytes: bytes('\ufeffquestion\tanswer\nHow?\tLike this.\n') });
  expect(accepted(articles)).toMatchObject([{ kind: 'article', document: { id: 'faq-1', title: 'How?', text: 'Like this.' } }]);
});

test('a CSV without the mapped column, without text, or without rows says so and names the columns there are', async () => {
  const file = { name: 'a.csv', bytes: bytes('a,b\n1,2\n') };
  expect(reasons(await readFile(file, { map: { subject: 'Title' } }))).toBe('a.csv:1 There is no column "Title" (mapped to subject). The columns are: a, b.');
  expect(reasons(await readFile(file))).toMatch(/No column holds the text.*--map title=COLUMN,text=COLUMN.*a, b/);
  expect(reasons(await readFile({ name: 'b.csv', bytes: bytes('a,b\n') }))).toMatch(/no rows/);
  expect(() => parseColumnMap('subject')).toThrow(/field=Column/);
});

test('help-centre visits say what people looked for, what they opened, and whether they wrote a ticket', async () => {
  const reading = await readFile({
    name: 'visits.csv',
    bytes: bytes(
      'time,query,clicked article,ticket\n2026-01-05 10:00:00Z,reset lamp,360001;360002,no\n2026-01-05T11:00:00Z,refund,,yes\n2026-01-05T12:00:00Z,,,\n',
    ),
  });
  expect(accepted(reading)).toMatchObject([
    { kind: 'visit', document: { query: 'reset lamp', clicked: ['360001', '360002'], ticket: false } },
    { kind: 'visit', document: { query: 'refund', clicked: [], ticket: true, at: '2026-01-05T11:00:00.000Z' } },
  ]);
  expect(reasons(reading)).toMatch(/neither a query nor an article/);
});

test('Markdown: front matter where there is some, headings and folders where not; drafts and broken front matter are named', async () => {
  const full = await readFile({
    name: 'lamps/reset.md',
    bytes: bytes(
      '---\ntitle: Reset the lamp\ntags: [lamp, reset]\nvisibility: internal\nplans: Pro\nupdated: 2026-01-05\n---\n\n# Ignored\n\nHold the button.\n',
    ),
  });
  expect(accepted(full)).toMatchObject([
    {
      kind: 'article',
      document: {
        id: 'lamps/reset',
        title: 'Reset the lamp',
        labels: ['lamp', 'reset'],
        visibility: 'internal',
        plans: ['Pro'],
        sections: ['lamps'],
        updatedAt: '2026-01-05T00:00:00.000Z',
      },
    },
  ]);
  const bare = await readFile({ name: 'your-lamp/First_steps.md', bytes: bytes('Plug it in.\n') });
  expect(accepted(bare)).toMatchObject([{ document: { title: 'First steps', sections: ['your lamp'], text: 'Plug it in.' } }]);
  expect(accepted(await readFile({ name: 'x.md', bytes: bytes('---\naudience: partners\n---\nText') }))).toMatchObject([
    { document: { visibility: 'internal' } },
  ]);
  expect(reasons(await readFile({ name: 'd.md', bytes: bytes('---\ndraft: true\n---\nText') }))).toMatch(/draft/);
  const broken = await readFile({ name: 'b.md', bytes: bytes('---\ntitle: "open\n---\nText stays') });
  expect(accepted(broken)).toMatchObject([{ document: { text: 'Text stays' } }]);
  expect(reasons(broken)).toMatch(/front matter cannot be read/);
  expect(reasons(await readFile({ name: 'e.md', bytes: bytes('---\ntitle: T\n---\n\n') }))).toMatch(/no text/);
  expect(reasons(await readFile({ name: 'z.md', bytes: new Uint8Array() }))).toMatch(/file is empty/);
});

test('HTML: the article without what surrounds it, however broken, in the encoding it names', async () => {
  const page = await readFile({
    name: 'a/lamp.html',
    bytes: bytes(
      '<html lang=de><head><meta charset="windows-1252"><title>Lampe – Hilfe</title></head><body><nav>Menü</nav><main><h1>Lampe zurücksetzen</h1><p>Halten Sie den Knopf <b>fünf Sekunden',
      'latin1',
    ),
  });
  expect(accepted(page)).toMatchObject([{ document: { title: 'Lampe zurücksetzen', locale: 'de', sections: ['a'] } }]);
  expect(String(accepted(page)[0]?.document.text)).toMatch(/fünf Sekunden/);
  expect(String(accepted(page)[0]?.document.text)).not.toMatch(/Menü/);
  expect(reasons(await readFile({ name: 'b.html', bytes: bytes('<html><body><script>x()</script></body></html>') }))).toMatch(/no text/);
});

test('PDF: the text of its pages; pictures of text, broken and cut files are named', async () => {
  const reading = await readFile({
    name: 'manuals/lamp.pdf',
    bytes: makePdf(['Hold the button for five seconds.\nThen let go.', '', 'Warranty is two years.'], 'Lamp manual'),
  });
  expect(accepted(reading)).toMatchObject([{ kind: 'article', document: { id: 'manuals/lamp', title: 'Lamp manual', updatedAt: '2026-01-05T10:15:00.000Z' } }]);
  expect(String(accepted(reading)[0]?.document.text)).toMatch(/five seconds[\s\S]*Warranty is two years/);
  expect(reasons(reading)).toMatch(/Pages without text were left out: 2/);
  expect(reasons(await readFile({ name: 'scan.pdf', bytes: makePdf(['', '']) }))).toMatch(/no text, only pictures.*OCR/);
  expect(reasons(await readFile({ name: 'no.pdf', bytes: bytes('this is no PDF at all') }))).toMatch(/not a PDF/);
});

const mail = (n: number, more: { subject?: string; from?: string; refs?: string; body?: string; date?: string } = {}): string =>
  `From x@example.test Mon Jan  5 10:00:00 2026\nMessage-ID: <m${n}@example.test>\nFrom: ${more.from ?? 'Pat <pat@customer.test>'}\nTo: help@acme.test\nSubject: ${more.subject ?? `Lamp ${n}`}\nDate: ${more.date ?? `Mon, 5 Jan 2026 1${n % 10}:00:00 +0000`}\n${more.refs ? `References: ${more.refs}\n` : ''}Content-Type: text/plain; charset=utf-8\n\n${more.body ?? `My lamp ${n} is dark.`}\n\n`;

test('an mbox becomes conversations, whoever answers whom', async () => {
  const box = [
    mail(1, { subject: 'Lamp is dark' }),
    mail(2, { subject: 'Re: Lamp is dark', from: 'Kim <kim@acme.test>', refs: '<m1@example.test>', body: 'Hold the button.\n>From here on it is quoted.' }),
    mail(3, { subject: '=?utf-8?Q?R=C3=BCckgabe?=', body: 'Ich möchte die Lampe zurückgeben.' }),
    mail(1, { subject: 'Lamp is dark' }),
  ].join('');
  const reading = await readFile({ name: 'support.mbox', bytes: bytes(box) }, { agents: ['acme.test'] });
  const tickets = accepted(reading);
  expect(tickets).toMatchObject([
    {
      kind: 'ticket',
      document: { id: 'm1@example.test', subject: 'Lamp is dark', status: 'solved', channel: 'email', replies: [{ role: 'agent', author: 'Kim' }] },
    },
    { document: { subject: 'Rückgabe', status: 'open', replies: [] } },
  ]);
  expect(JSON.stringify(tickets[0])).toContain('\\nFrom here on');
  const eml = await readFile({ name: 'one.eml', bytes: bytes(mail(5).replace(/^From x.*\n/, '')) });
  expect(accepted(eml)).toMatchObject([{ document: { subject: 'Lamp 5', requester: { id: 'pat@customer.test' } } }]);
});

test('an mbox cut in the middle keeps what came before, and names where it broke', async () => {
  const whole = mail(1) + mail(2) + mail(3);
  const cut = bytes(whole.slice(0, whole.indexOf('Subject: Lamp 3')));
  const reading = await readFile({ name: 'cut.mbox', bytes: cut });
  expect(accepted(reading).map((t) => t.document.subject)).toEqual(['Lamp 1', 'Lamp 2']);
  expect(reasons(reading)).toMatch(/cut\.mbox:\d+ .*cut off within its headers/);
  const parts =
    'From x@y Mon Jan  5 10:00:00 2026\nFrom: pat@customer.test\nSubject: Picture\nContent-Type: multipart/mixed; boundary="b1"\n\n--b1\nContent-Type: text/plain\n\nSee the picture.\n--b1\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K';
  const half = await readFile({ name: 'half.mbox', bytes: bytes(parts) });
  expect(accepted(half)).toMatchObject([{ document: { body: 'See the picture.' } }]);
  expect(reasons(half)).toMatch(/cut off; what is there of it was read/);
  expect(reasons(await readFile({ name: 'no.mbox', bytes: bytes('Hello there\n') }))).toMatch(/not an mbox/);
});

test('conversations are put together over files', async () => {
  const file = (name: string, text: string) => ({ name, bytes: bytes(text.replace(/^From x.*\n/, '')) });
  const reading = await mailDocuments([
    file('2.eml', mail(2, { subject: 'Re: Lamp', from: 'kim@acme.test', refs: '<m1@example.test>', date: 'Tue, 6 Jan 2026 10:00:00 +0000' })),
    file('1.eml', mail(1, { subject: 'Lamp' })),
  ]);
  expect(accepted(reading)).toMatchObject([{ document: { subject: 'Lamp', replies: [{ role: 'agent' }] } }]);
});

test('chat transcripts: who asks, who answers, chats told apart', async () => {
  const text =
    'stray line\n[2026-03-01 10:02] Pat: Hello\n[2026-03-01 10:02] Pat: my lamp is dark\nsince yesterday\n[2026-03-01 10:05] Kim: Hold the button.\n[2026-03-01 10:06] Pat: Works!\n--- Second chat ---\n[10:00] Bot (bot): Welcome\n[10:01] Lou: Refund?\n[10:02] Kim (agent): Done.\n';
  const reading = await readFile({ name: 'chats.txt', bytes: bytes(text) });
  expect(accepted(reading)).toMatchObject([
    {
      kind: 'ticket',
      document: {
        body: 'Hello\nmy lamp is dark\nsince yesterday',
        status: 'solved',
        channel: 'chat',
        replies: [{ role: 'agent', text: 'Hold the button.', at: '2026-03-01T10:05:00.000Z' }, { role: 'requester' }],
      },
    },
    {
      document: {
        subject: 'Second chat',
        body: 'Refund?',
        requester: { name: 'Lou' },
        replies: [
          { role: 'agent', text: 'Welcome' },
          { role: 'agent', text: 'Done.', at: null },
        ],
      },
    },
  ]);
  expect(reasons(reading)).toMatch(/chats\.txt:1 .*before the first message/);
  expect(accepted(await readFile({ name: 'note.txt', bytes: bytes('Just a note: nothing else.') }))).toMatchObject([{ kind: 'article' }]);
});

test('no bytes whatever make a reader throw, and what it gives is always taken', async () => {
  const bits = [
    ',',
    ';',
    '\n',
    '"',
    '---\n',
    'From x\n',
    '\n\n',
    'Subject: a\n',
    '[1] A: b\n',
    '<p>',
    '</div>',
    '<table',
    '%PDF-1.4',
    '\ufffd',
    'a',
    'title',
    'text',
    '\0',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...fileKinds),
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(fc.constantFrom(...bits), { maxLength: 40 }).map((p) => bytes(p.join(''))),
      ),
      async (kind, content) => {
        const reading = await readFile({ name: `file.${kind}`, bytes: content });
        for (const { kind: of } of reading.documents) expect(documentSchemas[of]).toBeDefined();
        accepted(reading);
        for (const skip of reading.skipped) expect(skip.reason.length).toBeGreaterThan(5);
        expect(content.length === 0 ? reading.skipped.length : 1).toBeGreaterThan(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('splitting an mbox keeps every message’s bytes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom('a line', '>From me', '>>From me', '', 'From', 'x: y'), { maxLength: 8 }), { minLength: 1, maxLength: 6 }),
      (messages) => {
        const box = messages.map((lines) => `From a@b Mon\n${lines.map((l) => `${l}\n`).join('')}\n`).join('');
        const found = splitMbox(bytes(box)).map((m) => Buffer.from(m.bytes).toString());
        expect(found).toEqual(messages.map((lines) => `${lines.map((l) => `${l.replace(/^>(>*From )/, '$1')}\n`).join('')}\n`));
      },
    ),
  );
});
