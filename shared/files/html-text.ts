/** Markup of an e-mail as the text a person reads. */
import { Parser } from 'htmlparser2';

const BLOCKS = new Set('p div br tr li ul ol table blockquote h1 h2 h3 h4 h5 h6 pre hr'.split(' '));
const SILENT = new Set(['script', 'style', 'head', 'title']);

export function htmlText(html: string): string {
  let text = '';
  let silent = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (SILENT.has(name)) silent++;
      if (BLOCKS.has(name)) text += '\n';
      if (name === 'li') text += '- ';
      // The address of a link is what tells which article was meant.
      if (name === 'a' && /^https?:/i.test(attributes.href ?? '')) text += `${attributes.href} `;
    },
    ontext(chunk) {
      if (silent === 0) text += chunk.replace(/[ \t\r\n\f]+/g, ' ');
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent--;
      if (BLOCKS.has(name)) text += '\n';
    },
  });
  parser.write(html);
  parser.end();
  return text
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
