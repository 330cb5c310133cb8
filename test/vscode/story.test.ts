import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatTrace } from '../../src/language/format-trace';
import { storyOf } from '../../src/vscode/start/story';
import { exampleNames, exampleText, problems, run } from '../world/harness';

const templates = path.resolve(__dirname, '../../templates');

describe('the story of a trace', () => {
  it('begins with the first sentence of its comment', () => {
    assert.deepEqual(storyOf('; A sandbox asks, and\n; is told no. That is all.\n; More.\n\nxtrace 1\n; other\n'), {
      title: 'A sandbox asks, and is told no.',
      text: 'That is all. More.',
    });
  });

  it('has a title on a line of its own, without a full stop', () => {
    assert.deepEqual(storyOf('; Two tasks\n;\n; Each has a value.\nxtrace 1'), {
      title: 'Two tasks',
      text: 'Each has a value.',
    });
  });

  it('is empty where a trace says nothing of itself', () => {
    assert.deepEqual(storyOf('xtrace 1\n; a comment\n'), { title: '', text: '' });
  });

  it('is told by every example', () => {
    for (const name of exampleNames) assert.notEqual(storyOf(exampleText(name)).title, '', name);
  });
});

describe('a template', () => {
  for (const name of readdirSync(templates)) {
    const text = readFileSync(path.join(templates, name), 'utf8');

    it(`passes as it is, and is written as the formatter writes it: ${name}`, () => {
      assert.deepEqual(problems(run(text)), []);
      assert.equal(formatTrace(text), text);
      assert.notEqual(storyOf(text).text, '');
      assert.match(text, /^ *expect /m, 'there is something to test');
    });
  }
});
