import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Workbench } from './workbench';

const TRACE = 'mistakes.xtrace';

const MISTAKES = `xtrace 1
kernel linux
task A
data pipe = file "pipe.bin"
    mov  rax, ebx
    tilezro tmm0
    ldtilecfg [rsp]
    switch B
`;

describe('a trace edited by keyboard in VS Code', function () {
  this.timeout(180_000);
  // Each stage goes on where the one before it ended.
  this.bail(true);

  let code: Workbench;

  before(async () => {
    code = await Workbench.open({ [TRACE]: MISTAKES });
    execFileSync('mkfifo', [path.join(code.folder, 'pipe.bin')]);
    await code.openFile(TRACE);
    await code.awake();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await code.photograph('failed').catch(() => undefined);
  });

  after(async () => {
    await code.close();
  });

  /** Saves until a line, counted from 1, is the text: what a quick fix does comes some moments behind its key. */
  async function becomes(line: number, text: string): Promise<void> {
    await code.until(async () => {
      await code.press('Control+s');
      await code.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
      return readFileSync(path.join(code.folder, TRACE), 'utf8').split('\n')[line - 1] === text;
    }, `line ${line} is "${text}"`);
  }

  it('has every problem in the list of problems, among them a file that is none', async () => {
    await code.press('Control+Shift+m');
    await code.problems.find('ebx');
    assert.match(await code.problems.find('pipe.bin'), /pipe\.bin .*is not read: it is a pipe, a socket or a device/);
    assert.match(await code.problems.find('tilezro'), /Did you mean `tilezero`\?/);
    await code.problems.find('B');
    await code.photograph('editing-problems');
    await code.press('Control+Shift+m');
  });

  it('offers for a wrong width either width, and takes the one that is chosen', async () => {
    await code.goTo(5, 16);
    assert.deepEqual((await code.quickFixes()).sort(), ['Change `ebx` to `rbx`', 'Change `rax` to `eax`']);
    await code.photograph('editing-quick-fixes');
    await code.press('Escape');
    await code.mend('Change `rax` to `eax`');
    await becomes(5, '    mov  eax, ebx');
  });

  it('mends a mnemonic that is nearly one', async () => {
    await code.goTo(6, 7);
    await code.mend('Change to `tilezero`');
    await becomes(6, '    tilezero tmm0');
  });

  it('asks for the permission that a task lacks, at the line that needs it', async () => {
    await code.goTo(6, 7);
    await code.mend('Ask for the permission to use tiles before this line');
    await becomes(6, '    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)  => = 0');
    await becomes(7, '    tilezero tmm0');
  });

  it('declares a task that is missing', async () => {
    await code.goTo(9, 12);
    await code.mend('Declare `task B`');
    await becomes(4, 'task B');
  });

  it('says which parameter a call is at, from its parenthesis on', async () => {
    await code.press('Control+End');
    await code.page.keyboard.type('    syscall arch_prctl(');
    assert.equal(await code.signature(), 'arch_prctl(«option», argument)');
    await code.press('Escape');
    await code.page.keyboard.type('ARCH_REQ_XCOMP_PERM, ');
    const second = 'arch_prctl(option, «argument»)';
    await code.until(async () => (await code.signature()) === second, second);
    await code.photograph('editing-signature');
  });
});
