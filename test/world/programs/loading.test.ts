/** Traces with programs: what is wrong with one, and how a trace and its programs get on with one another. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { History } from '../../../src/world/debugger/history/history';
import { loadProgram } from '../../../src/world/program/load-program';
import { DATA, elfFile, TEXT } from '../../elf/files';
import { needs } from '../../host/needs';
import { fingerprint } from '../harness';
import { compiled, filesOf, found, runText } from './programs';

/** What is said of a trace with the task, and where. */
function said(task: string, files: Readonly<Record<string, Uint8Array>>): readonly string[] {
  const { diagnostics } = loadProgram(`xtrace 1\n${task}\n`, { files: filesOf(files) });
  return diagnostics.map(({ code, message, range }) => `${code} ${range.line + 1}:${range.start}: ${message}`);
}

describe('a trace with a program', () => {
  it('says in one sentence, where the program is named, why it cannot run', () => {
    const interpreter = { ...TEXT, type: 3, flags: 4, offset: 0x180, address: 0x40_0180, fileSize: 8, memorySize: 8 };
    const files = {
      good: elfFile(),
      text: Uint8Array.of(0x23, 0x21),
      dynamic: elfFile({ headers: [TEXT, DATA, interpreter], text: '/lib/ld' }),
      high: elfFile({ headers: [TEXT, { ...DATA, address: 0x7000_0200, memorySize: 0x2000 }] }),
    };
    const cannot = (name: string) => `bad-program 2:12: "${name}" cannot run here. `;
    assert.deepEqual(said('task A exec "good"', files), []);
    assert.deepEqual(said('task A exec "text"', files), [
      `${cannot('text')}It is no ELF file: its first four bytes are not 7F 45 4C 46.`,
    ]);
    const [dynamic = ''] = said('task A exec "dynamic"', files);
    assert.ok(
      dynamic.startsWith(`${cannot('dynamic')}It is linked dynamically: /lib/ld `) && dynamic.includes('-static'),
    );
    assert.match(said('task A exec "high"', files)[0] ?? '', /the code of the trace lies/);
    assert.deepEqual(said('task A exec "none"', files), ['file-not-read 2:12: none does not exist.']);
    assert.deepEqual(said('task A exec "good" stdin "none"', files), ['file-not-read 2:25: none does not exist.']);
    const long = 'x'.repeat(700_000);
    const args = (count: number) => `task A exec "good" args${` "${long}"`.repeat(count)}`;
    assert.deepEqual(said(args(2), files), []);
    assert.match(said(args(3), files)[0] ?? '', /bad-program .* more than 2 MiB/);
  });

  it('has tasks of its own beside the program, each with its own code', function () {
    needs(this, found('gcc'));
    const program = new Uint8Array(readFileSync(compiled('gcc', 'arguments.c', '-static', '-O1')));
    const text = `xtrace 1
kernel linux
proc own
    mov  ebx, 5
    syscall exit(0)
end
task A exec "program" args "x" env "LANG=de"
task B entry=own
    expect A.exit_code == -1 && A.output == ""
run A for 1000
    expect A.state == "ready" && A.exit_code == -1
run B
    expect B.exit_code == 0
run A
    expect A.exit_code == 2 && A.state == "exited"
    expect contains(A.output, "argv[0] = program") && contains(A.output, "argv[1] = x")
    expect contains(A.output, "env LANG=de") && !contains(A.output, "LANG=C")
    expect contains(A.output, "to standard error")
`;
    const { happenings } = runText(text, { program });
    const failures = happenings.filter((happening) => happening.kind === 'expect' && !happening.ok);
    assert.deepEqual(failures, []);
    assert.deepEqual(
      happenings.filter(({ kind }) => kind === 'error' || kind === 'divergence'),
      [],
    );
  });

  it('never executes its own lines in the registers of a program', () => {
    const text = 'xtrace 1\nkernel linux\ntask A exec "program"\nswitch A\nnop\n';
    const { happenings } = runText(text, { program: elfFile() });
    const errors = happenings.flatMap((happening) => (happening.kind === 'error' ? [happening.code] : []));
    assert.deepEqual(errors, ['runs-program']);
  });

  it('goes back in a program to the same world, in handlers, threads and system calls', function () {
    this.timeout(0);
    needs(this, found('gcc'));
    const program = new Uint8Array(readFileSync(compiled('gcc', 'threads.c', '-static', '-O1', '-pthread')));
    const text = 'xtrace 1\nkernel linux\ntask A exec "program"\nrun A\n';
    const loaded = loadProgram(text, { files: filesOf({ program }) });
    assert.ok(loaded.program);
    const history = new History(loaded.program);
    const marks: { readonly moment: number; readonly world: unknown }[] = [];
    while (!history.world.ended) {
      history.forward();
      if (history.moment % 150_011 === 0) marks.push({ moment: history.moment, world: fingerprint(history.world) });
    }
    assert.ok(marks.length > 4);
    for (const { moment, world } of marks.toReversed()) {
      history.goTo(moment);
      assert.deepEqual(fingerprint(history.world), world, `moment ${moment}`);
    }
  });
});
