import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { POLICIES } from '../../src/kernel/policies';
import { diagnose } from '../../src/language/check';
import { parseTrace } from '../../src/language/parser';
import { root } from './tokens';

interface Snippet {
  readonly prefix: string | string[];
  readonly description: string;
  readonly body: string | string[];
}

const snippets = JSON.parse(readFileSync(path.join(root, 'syntaxes/snippets.json'), 'utf8')) as Record<string, Snippet>;

/** What the editor inserts when every placeholder is taken as it is, with choice number `choice` of each list. */
function insert(body: string | string[], choice: number): string {
  const text = typeof body === 'string' ? body : body.join('\n');
  const values = new Map<string, string>();
  return text
    .replace(/\$\{(\d+)\|((?:\\.|[^|\\])*)\|\}/g, (_, number: string, list: string) => {
      const choices = list.split(/(?<!\\),/).map((item) => item.replaceAll('\\,', ','));
      values.set(number, choices[choice % choices.length] ?? '');
      return values.get(number) ?? '';
    })
    .replace(/\$\{(\d+):([^}]*)\}/g, (_, number: string, value: string) => {
      values.set(number, value);
      return value;
    })
    .replace(/\$(\d+)/g, (_, number: string) => values.get(number) ?? '');
}

/** What a piece lacks that the trace around it will have: a header, and the names that it uses. */
const DEPENDS_ON_TRACE: ReadonlySet<string> = new Set([
  'missing-header',
  'unknown-name',
  'unknown-process',
  'unknown-task',
  'idt-with-kernel',
  'wrong-operand',
  'instruction-not-on-machine',
]);

describe('Snippets', () => {
  for (const [name, { body, description, prefix }] of Object.entries(snippets)) {
    it(`"${name}" is a piece of a trace that parses, whatever is chosen`, () => {
      assert(description && prefix.length > 0);
      for (let choice = 0; choice < 12; choice++) {
        const text = insert(body, choice);
        assert.doesNotMatch(text, /\$/, 'a placeholder is left');
        assert.deepEqual(parseTrace(text).diagnostics, [], text);
        const problems = diagnose(text, { policies: POLICIES }).filter(({ code }) => !DEPENDS_ON_TRACE.has(code));
        assert.deepEqual(problems, [], text);
      }
    });
  }
});
