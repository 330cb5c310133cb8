import assert from 'node:assert/strict';
import { type CheckHost, diagnose } from '../../src/adapter/launch/diagnose';
import { type SettingKeyword, settingProblem } from '../../src/vscode/answers/setting-problem';

const missing = () => Promise.reject(new Error('There is no file.'));

const NO_FILES: CheckHost = {
  readBytes: missing,
  sizeOf: missing,
  now: () => 0,
  schedule: (work) => void setImmediate(work),
};

function problem(keyword: SettingKeyword, typed: string): Promise<string | undefined> {
  return settingProblem(keyword, typed, (text) => diagnose(NO_FILES, '/t/a.xtrace', text));
}

describe('a kernel or a machine that is typed in place of the trace’s', () => {
  it('is right as it would be in the trace, and before anything is typed', async () => {
    for (const typed of ['linux version=6.12', ' eager ', 'none', '', ' '])
      assert.equal(await problem('kernel', typed), undefined);
    for (const typed of ['granite-rapids -amx-fp16', 'zen4 cpus=2'])
      assert.equal(await problem('machine', typed), undefined);
  });

  it('is wrong with the words of the trace', async () => {
    assert.match((await problem('kernel', 'linx')) ?? '', /^There is no kernel policy `linx`\. Did you mean `linux`/);
    assert.match((await problem('kernel', 'linux version=6')) ?? '', /version/);
    assert.match((await problem('kernel', 'policy "mine.xkernel"')) ?? '', /mine\.xkernel|There is no file/);
    assert.match((await problem('machine', 'granite')) ?? '', /^There is no CPU model `granite`/);
  });
});
