/** The stories of docs/answers.md: what their questions are answered. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Folder, xtrace } from './cli-harness';

const PAGE = readFileSync(path.join(__dirname, '../../docs/answers.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
);

/** A trace on the page, and the next block: a question about it with the begin of the answer. */
const STORIES = BLOCKS.flatMap(({ language, text: trace }, index) => {
  if (language !== 'xtrace') return [];
  const [, command = '', name = '', answer = ''] =
    /^\$ xtrace (\w+) (\S+)\n([\s\S]*)$/.exec(BLOCKS[index + 1]?.text ?? '') ?? [];
  return [{ trace, command, name, answer }];
});

/** With each version and each step of the kernel there are some more. */
function withoutCount(answer: string): string {
  return answer.replace(/of \d+ assumptions/, 'of N assumptions');
}

/** However slow the machine is. */
const PATIENCE = { explore: [], explain: ['--timeout', '3000'] } as const;

describe('the stories of docs/answers.md', function () {
  this.timeout(600_000);
  let folder: Folder;
  before(() => {
    folder = new Folder();
  });
  after(() => folder.remove());

  it('are one of explore and one of explain', () => {
    assert.deepEqual(
      STORIES.map(({ command }) => command),
      ['explore', 'explain'],
    );
  });

  for (const { trace, command, name, answer } of STORIES) {
    it(`have the begin of what ${command} answers`, async () => {
      const patience = PATIENCE[command as keyof typeof PATIENCE];
      const { status, out } = await xtrace([command, folder.write(name, trace), ...patience]);
      assert.equal(status, 1);
      assert.ok(withoutCount(out).startsWith(withoutCount(answer)), out);
    });
  }
});
