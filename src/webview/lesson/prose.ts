/**
 * Prose as elements. VS Code makes HTML of Markdown, and Markdown may have any HTML in it: what is not known here loses its
 * element and keeps its text.
 */
import { element } from '../page/element';

const KNOWN = [
  'h1',
  'h2',
  'h3',
  'h4',
  'p',
  'ul',
  'ol',
  'li',
  'code',
  'pre',
  'em',
  'strong',
  'blockquote',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'br',
  'hr',
] as const;
type Known = (typeof KNOWN)[number];

/** Elements whose text is nothing to read. */
const DROPPED: ReadonlySet<string> = new Set(['script', 'style', 'template', 'iframe', 'svg']);
/** Where a link may lead. */
const LINK = /^https?:\/\//i;

export function proseOf(html: string): readonly Node[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return copies(body);
}

function copies(parent: Node): readonly Node[] {
  return [...parent.childNodes].flatMap((child) => {
    if (child instanceof Text) return [document.createTextNode(child.data)];
    return child instanceof Element ? copyOf(child) : [];
  });
}

function copyOf(source: Element): readonly Node[] {
  const name = source.localName;
  if (DROPPED.has(name)) return [];
  const href = source.getAttribute('href') ?? '';
  if (name === 'a' && LINK.test(href)) return [element('a', { href }, ...copies(source))];
  const known = KNOWN.find((each) => each === name);
  return known ? [element(shownAs(known), {}, ...copies(source))] : copies(source);
}

/** The page's own heading is of the first level, and the lesson's title stands below it. */
function shownAs(name: Known): Known {
  return name === 'h1' ? 'h2' : name === 'h2' ? 'h3' : name === 'h3' ? 'h4' : name;
}
