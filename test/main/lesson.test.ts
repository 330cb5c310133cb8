import assert from 'node:assert/strict';
import path from 'node:path';
import { Folder, xtrace } from './cli-harness';

const lesson = (answer: number): string => `# T

~~~xtrace
xtrace 1
kernel none
~~~
~~~predict rax
What?
answer: ${answer}
~~~
~~~xtrace
    mov eax, 2
~~~
`;

describe('xtrace lesson test', () => {
  const folder = new Folder();
  after(() => folder.remove());

  it('walks the lessons that XTrace brings, and finds them right', async () => {
    const { status, out } = await xtrace(['lesson', 'test', path.join(__dirname, '../../lessons')]);
    assert.equal(status, 0);
    assert.equal(out.match(/^ok {3}.*\.lesson\.md \(\d checkpoints\)$/gm)?.length, 5);
  });

  it('says what is wrong as compilers do, and fails', async () => {
    const wrong = folder.write('wrong/a.lesson.md', lesson(3));
    folder.write('wrong/b.lesson.md', lesson(2));
    const { status, out } = await xtrace(['lesson', 'test', path.dirname(wrong), '--quiet']);
    assert.equal(status, 1);
    assert.equal(
      out,
      `${wrong}:7: error: The answer is wrong: (rax) == (3): rax is 2.\nFAIL ${wrong} (1 checkpoint)\n`,
    );
  });

  it('reads standard input', async () => {
    assert.deepEqual(await xtrace(['lesson', 'test', '-'], lesson(2)), {
      status: 0,
      out: 'ok   <stdin> (1 checkpoint)\n',
      error: '',
    });
  });

  for (const [what, args, message] of [
    ['a folder without lessons', ['test', __dirname], /There is no \.lesson\.md file in /],
    ['a file that is not there', ['test', 'none.lesson.md'], /none\.lesson\.md does not exist/],
    ['no file', ['test'], /Name lessons or folders/],
    [
      'another word',
      ['tset', 'a.lesson.md'],
      /Write `xtrace lesson test FILE \.\.\.`\. There is no "tset"\. Did you mean `test`\?/,
    ],
    ['no word', [], /Write `xtrace lesson test FILE \.\.\.`\.$/m],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, error } = await xtrace(['lesson', ...args]);
      assert.equal(status, 2);
      assert.match(error, message);
    });
  }
});
