import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SOURCE = path.join(__dirname, '../../src');

/** `40000H`, `1C4h`: as the manuals write it. Families of AMD's processors have names that look so. */
const MANUAL_STYLE = /(?<!family )\b[0-9][0-9A-Fa-f]*[Hh]\b/;

/** Strings on one line, without comments and without the outlines of pictures. */
function texts(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g)].map(([text]) => text);
}

describe('what users read', () => {
  it('has numbers in one style, 0x40000, which is not that of the manuals', () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const wrong = files
      .filter((file) => !file.endsWith('glyphs.ts'))
      .flatMap((file) =>
        texts(readFileSync(path.join(SOURCE, file), 'utf8'))
          .filter((text) => MANUAL_STYLE.test(text))
          .map((text) => `${file}: ${text}`),
      );
    assert.deepEqual(wrong, []);
  });
});
