/** The scopes that a grammar of this extension gives to the words of a text. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRegistryFromGrammars } from 'vscode-tmgrammar-test/dist/common';

export interface Word {
  readonly text: string;
  /** Outermost first, without the grammar's own. */
  readonly scopes: readonly string[];
}

export const root = path.join(__dirname, '../..');

interface Manifest {
  readonly contributes: {
    readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo?: string[] }[];
  };
}

/** The start of what VS Code's own grammar of Markdown does; only what an injection needs. */
const MARKDOWN = { scopeName: 'text.html.markdown', patterns: [{ match: '^#+ .*$', name: 'markup.heading.markdown' }] };

/** Enough of C to see that the grammar of kernel routines goes on with it. */
const C = { scopeName: 'source.c', patterns: [{ match: '\\b(if|return)\\b', name: 'keyword.control.c' }] };

function makeRegistry() {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  const own = manifest.contributes.grammars.map((grammar) => ({
    grammar: { ...grammar, path: path.join(root, grammar.path) },
    content: readFileSync(path.join(root, grammar.path), 'utf8'),
  }));
  const others = [MARKDOWN, C].map((content) => ({
    grammar: { scopeName: content.scopeName, path: 'builtin.json' },
    content: JSON.stringify(content),
  }));
  return createRegistryFromGrammars([...own, ...others]);
}

const registry = makeRegistry();

/** Every word of `text` with its scopes; lines depend on the lines before them. */
export async function wordsOf(text: string, scopeName = 'source.xtrace'): Promise<Word[]> {
  const grammar = await registry.loadGrammar(scopeName);
  if (!grammar) throw new Error(`no grammar ${scopeName}`);
  const words: Word[] = [];
  let state: Parameters<typeof grammar.tokenizeLine>[1] = null;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      if (word) words.push({ text: word, scopes: scopes.slice(1) });
    }
  }
  return words;
}

/** The innermost scope of each word, with its trailing `.xtrace` left out. */
export async function scopesOf(text: string, scopeName?: string): Promise<Record<string, string>> {
  const words = await wordsOf(text, scopeName);
  return Object.fromEntries(words.map(({ text, scopes }) => [text, (scopes.at(-1) ?? '').replace(/\.xtrace$/, '')]));
}
