import { type Block, oneLine } from './blocks.ts';

const ABSOLUTE = /^(?:https?:\/\/|mailto:)/i;

type Link = { href: string; from: number };

/** Makes blocks from a stream of tags and text. Text waits until it is known which block it belongs to. */
export class BlockWriter {
  readonly #blocks: Block[] = [];
  readonly #links: Link[] = [];
  /** Items of the outermost list; nested lists become lines of the item they stand in. */
  #items: string[] = [];
  #ordered = false;
  #lists = 0;
  #table: { rows: string[]; cells: string[]; head: number } | null = null;
  #heading = 0;
  #code = 0;
  #waiting = '';

  /** Text between tags: outside code, white space is one space. */
  text(data: string): void {
    this.#waiting += this.#code > 0 ? data : data.replace(/\s+/g, ' ');
  }

  write(text: string): void {
    this.#waiting += text;
  }

  /** The end of a paragraph-like element. */
  lineBreak(): void {
    if (this.#table) this.write(' ');
    else if (this.#heading === 0) this.flush();
  }

  /** Waiting text becomes lines of prose, or of the list's last item. */
  flush(): void {
    if (this.#code > 0 || this.#table) return;
    const lines = this.#take().split('\n').map(oneLine).filter(Boolean);
    if (lines.length === 0) return;
    const last = this.#lists > 0 ? this.#items.pop() : undefined;
    if (last === undefined) this.#blocks.push(...lines.map((text): Block => ({ kind: 'prose', text })));
    else this.#items.push([last, ...lines].filter(Boolean).join('\n'));
  }

  openHeading(level: number): void {
    this.lineBreak();
    // Inside lists and tables a heading is a line like others.
    if (this.#lists === 0 && !this.#table) this.#heading = level;
  }

  closeHeading(): void {
    const level = this.#heading;
    this.#heading = 0;
    const text = level > 0 ? oneLine(this.#take()) : '';
    if (text !== '') this.#blocks.push({ kind: 'heading', level, text });
    this.lineBreak();
  }

  openList(ordered: boolean): void {
    this.flush();
    if (this.#lists === 0) {
      this.#items = [];
      this.#ordered = ordered;
    }
    this.#lists += 1;
  }

  openItem(): void {
    this.flush();
    if (this.#table) this.write(' ');
    else if (this.#lists === 0) this.openList(false);
    if (this.#lists === 1 && !this.#table) this.#items.push('');
  }

  closeList(): void {
    this.flush();
    if (this.#lists === 0) return;
    this.#lists -= 1;
    const items = this.#items.filter(Boolean);
    if (this.#lists === 0 && items.length > 0) this.#blocks.push({ kind: 'list', ordered: this.#ordered, items });
  }

  openTable(): void {
    this.flush();
    this.#table ??= { rows: [], cells: [], head: 0 };
  }

  closeCell(isHead: boolean): void {
    if (!this.#table) return;
    this.#table.cells.push(oneLine(this.#take()));
    if (isHead && this.#table.rows.length === 0) this.#table.head = 1;
  }

  closeRow(): void {
    const table = this.#table;
    if (!table) return;
    if (this.#waiting.trim() !== '') this.closeCell(false);
    if (table.cells.some(Boolean)) table.rows.push(table.cells.join(' | '));
    table.cells = [];
  }

  closeTable(): void {
    this.closeRow();
    const table = this.#table;
    this.#table = null;
    if (!table || table.rows.length === 0) return;
    if (this.#lists > 0) this.#items.push(table.rows.join('\n'));
    else this.#blocks.push({ kind: 'table', rows: table.rows, head: table.head });
  }

  openCode(): void {
    this.flush();
    this.#code += 1;
  }

  closeCode(): void {
    this.#code = Math.max(0, this.#code - 1);
    if (this.#code > 0 || this.#table) return;
    const text = this.#take().replace(/^\n+|\s+$/g, '');
    if (text === '') return;
    if (this.#lists > 0) this.#items.push(text);
    else this.#blocks.push({ kind: 'code', text });
  }

  openLink(href: string): void {
    this.#links.push({ href, from: this.#waiting.length });
  }

  /** A reader of plain text needs the address of an absolute link, unless the label says it. */
  closeLink(): void {
    const link = this.#links.pop();
    if (!link || !ABSOLUTE.test(link.href)) return;
    const label = this.#waiting.slice(link.from).trim();
    if (label !== '' && !label.includes(link.href)) this.write(` (${link.href})`);
  }

  /** What was never closed is closed. */
  end(): Block[] {
    this.#code = 0;
    this.closeTable();
    if (this.#heading > 0) this.closeHeading();
    while (this.#lists > 0) this.closeList();
    this.flush();
    return this.#blocks;
  }

  #take(): string {
    const taken = this.#waiting;
    this.#waiting = '';
    return taken;
  }
}
