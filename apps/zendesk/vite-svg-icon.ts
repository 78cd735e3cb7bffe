/** Imports a Garden icon as a React component: `import CopyIcon from '@zendeskgarden/svg-icons/src/16/copy-stroke.svg?icon'`. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** SVG markup without text nodes as nested `jsx` calls; the outermost element takes the component's props. */
function toCode(svg: string): string {
  let code = '';
  let depth = 0;
  for (const [, closing, tag, attributes = '', selfClosing] of svg.matchAll(/<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/gi)) {
    if (closing) {
      code += '),';
      depth--;
      continue;
    }
    const props = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)]
      .filter(([, name]) => name !== 'xmlns')
      .map(([, name = '', value]) => `${camel(name)}: ${JSON.stringify(value)}`);
    code += `h(${JSON.stringify(tag)}, {${props.join(', ')}${depth === 0 ? ", 'aria-hidden': true, ...props" : ''}}, `;
    if (selfClosing) code += '),';
    else depth++;
  }
  return code.replace(/,$/, '');
}

export const svgIcon = (): Plugin => ({
  name: 'svg-icon',
  enforce: 'pre',
  async load(id) {
    const [path, query] = id.split('?');
    if (query !== 'icon' || !path?.endsWith('.svg')) return null;
    return `import { createElement as h } from 'react';\nexport default (props) => ${toCode(await readFile(path, 'utf8'))};`;
  },
});
