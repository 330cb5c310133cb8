/** Programs compiled for APX: they print what the same source prints that is compiled without. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { CLANG_NAMES } from '../../host/clang';
import { hostUnder } from '../../host/host';
import { needs, type Oracle, type Want } from '../../host/needs';
import { compiled, natively, runProgram } from './programs';

/** A compiler that knows APX, on a machine that runs what it makes without. */
function apxCompiler(): Oracle<string> | Want {
  const { hasPrograms } = hostUnder();
  const knowsApx = (name: string) =>
    spawnSync(name, ['-mapxf', '-x', 'c', '-c', '-o', '/dev/null', '/dev/null']).status === 0;
  const command = process.arch === 'x64' ? CLANG_NAMES.find((name) => hasPrograms(name) && knowsApx(name)) : undefined;
  return command ? { against: command, use: command } : { want: 'a clang that knows APX' };
}

/** SHA-256 of "abc" (FIPS 180-4's example). */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

describe('a program compiled for APX', function () {
  this.timeout(0);
  const oracle = apxCompiler();

  for (const features of ['-mapx-features=egpr,ppx', '-mapxf']) {
    it(`prints what it prints without APX (${features})`, function () {
      const compiler = needs(this, oracle);
      const plain = natively(compiled(compiler, 'registers.c', '-static', '-O2'), []);
      assert.ok(plain.output.startsWith(`${ABC}\n`), plain.output);
      const program = compiled(compiler, 'registers.c', '-static', '-O2', features);
      const { output, exitCode } = runProgram(program, { machine: 'diamond-rapids' });
      assert.deepEqual({ output, exitCode }, { output: plain.output, exitCode: 0n });
    });
  }

  it('is killed by SIGILL where the kernel does not enable APX', function () {
    const program = compiled(needs(this, oracle), 'registers.c', '-static', '-O2', '-mapx-features=egpr,ppx');
    const { world } = runProgram(program, { machine: 'diamond-rapids', kernel: 'linux version=6.12' });
    assert.equal(world.kernel?.state.tasks[0]?.state, 'killed');
  });
});
