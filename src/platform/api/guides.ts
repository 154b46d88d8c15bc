import { Marked, type RendererObject, type Tokens } from 'marked';
import { readFileSync } from 'node:fs';

/** The guides for integrators, in the order in which one reads them: `docs/guides/<name>.md`. */
export const GUIDES = ['quick-start', 'authentication', 'sync', 'errors', 'status-codes'] as const;
export type Guide = (typeof GUIDES)[number];

export const isGuide = (name: string): name is Guide => (GUIDES as readonly string[]).includes(name);

/** As the guides are written: with the address of a demonstration on the reader's own machine. */
const WRITTEN_FOR = 'http://127.0.0.1:3000';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');

/** Headings can be linked to, links between guides lead to pages, and no HTML in a text is HTML in a page. */
const renderer: RendererObject = {
  heading({ tokens, depth, text }: Tokens.Heading): string {
    return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  },
  link({ href, tokens }: Tokens.Link): string {
    const target = href.replace(/^([\w-]+)\.md(?=#|$)/, '/docs/guides/$1');
    return `<a href="${escaped(target)}">${this.parser.parseInline(tokens)}</a>`;
  },
  html({ text }: Tokens.HTML | Tokens.Tag): string {
    return escaped(text);
  },
};
const markdown = new Marked({ gfm: true, renderer: { ...renderer } as never });

const texts = new Map<Guide, string>();

function textOf(name: Guide): string {
  const known = texts.get(name) ?? readFileSync(new URL(`../../../docs/guides/${name}.md`, import.meta.url), 'utf8');
  texts.set(name, known);
  return known;
}

export function titleOf(name: Guide): string {
  return /^# (.+)$/m.exec(textOf(name))?.[1] ?? name;
}

/** A guide as HTML, its commands with the address under which this installation is reached. */
export function guideHtml(name: Guide, publicUrl: string): string {
  return markdownOf(textOf(name).replaceAll(WRITTEN_FOR, publicUrl));
}

export function markdownOf(text: string): string {
  return markdown.parse(text, { async: false });
}
