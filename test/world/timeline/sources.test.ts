/** The lines of C that happenings of programs have, on the timeline and everywhere else. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timelinePart } from '../../../src/world/timeline/excerpt';
import { needs } from '../../host/needs';
import { DebuggedProgram } from '../compiled/debugged';
import { compiled, found } from '../programs/programs';

const PERMISSION = join(__dirname, '../../../docs/programs/permission.c');
const FROM = '../../../docs/programs/permission.c';
const OPTIONS = ['-static', '-g', '-O0', '-mamx-tile', '-mamx-int8', '-lpthread'];

describe('the lines of C of what happens in programs', function () {
  this.timeout(60_000);
  let program: DebuggedProgram;

  beforeEach(function () {
    needs(this, found('gcc', 'addr2line'));
    program = new DebuggedProgram(compiled('gcc', FROM, ...OPTIONS), 'permission.c');
  });

  const lineOf = (text: string) =>
    readFileSync(PERMISSION, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  function marks(): readonly string[] {
    const { furthestMoment: end } = program.engine.time;
    const part = timelinePart(program.engine.timeline, { from: 0, to: end, end, columns: Number.MAX_SAFE_INTEGER });
    return part.lanes
      .flatMap((lane) => lane.marks)
      .sort((a, b) => a.moment - b.moment)
      .map(({ kind, task, source }) => `${kind} ${task} ${source ? source.line : '-'}`);
  }

  it('are those of the first use, of calls through the C library, of signals and of children', () => {
    program.go({ kind: 'continue' });
    const use = lineOf('the first use of tile data');
    const told = marks();
    assert.deepEqual(
      told.filter((mark) => /^(nm|grow|signal) /.test(mark)),
      [
        `nm A ${use}`,
        `signal A ${use}`,
        ...['A', 'A_1', 'A_2'].flatMap((task) => [`nm ${task} ${use}`, `grow ${task} ${use}`]),
      ],
    );
    const calls = [lineOf('syscall(SYS_arch_prctl, question'), lineOf('asking: %ld'), lineOf('fork() == 0')];
    for (const line of calls) assert.ok(told.includes(`syscall A ${line}`), `${line} in ${told.join(', ')}`);
    assert.ok(told.includes(`syscall A_2 ${lineOf('_exit(0)')}`));
    for (const mark of told) if (mark.startsWith('switch')) assert.match(mark, / -$/);
  });

  it('are where addr2line has the instruction that a signal is about, also when the past is told anew', () => {
    program.go({ kind: 'continue' });
    const before = marks();
    const signal = program.engine.takeHappenings().find(({ kind }) => kind === 'signal');
    assert.ok(signal?.kind === 'signal' && signal.address !== null);
    const address = `0x${signal.address.toString(16)}`;
    const path = compiled('gcc', FROM, ...OPTIONS);
    const told = execFileSync('addr2line', ['-e', path, address], { encoding: 'utf8' }).trim();
    assert.equal(`${signal.source?.path}:${signal.source?.line}`, told.replace(/ \(discriminator.*$/, ''));
    program.go({ kind: 'travel', moment: 0 });
    program.engine.beginWith([]);
    program.go({ kind: 'continue' });
    assert.deepEqual(marks(), before);
  });
});
