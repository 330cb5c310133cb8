import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NextTouch } from '../../../src/adapter/views/next-touch';
import { closeClients, TestClient } from '../client';

const folder = mkdtempSync(path.join(tmpdir(), 'xtrace-next-touch-'));
afterEach(closeClients);
after(() => rmSync(folder, { recursive: true }));

/** What is said before tile data are touched, and what the task is afterwards. */
interface Case {
  readonly title: string;
  readonly kernel: string;
  readonly first?: string;
  readonly says: NextTouch | undefined;
  /** After the touch: bytes of the buffer, which a dead task has not, and the signal that killed it. */
  readonly size: number;
  readonly signal?: string;
}

const ASK = 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)';
const NO_MEMORY = '#NM, then SIGSEGV: no memory for the buffer';
const component = 'XTILEDATA';

const CASES: readonly Case[] = [
  {
    title: 'mainline grows the buffer of a task with permission',
    kernel: 'linux',
    first: ASK,
    says: { component, text: '#NM, then 10752 bytes', outcome: 'grows' },
    size: 10752,
  },
  {
    title: 'mainline kills a task without permission',
    kernel: 'linux',
    says: { component, text: 'SIGILL: no permission', outcome: 'dies' },
    size: 0,
    signal: 'SIGILL',
  },
  {
    title: 'mainline kills a task for which an allocation will fail',
    kernel: 'linux',
    first: `${ASK}\ninject alloc-fail`,
    says: { component, text: NO_MEMORY, outcome: 'dies' },
    size: 0,
    signal: 'SIGSEGV',
  },
  {
    title: 'mainline kills a task whose buffer does not fit the budget',
    kernel: 'linux memory=10751',
    first: ASK,
    says: { component, text: NO_MEMORY, outcome: 'dies' },
    size: 0,
    signal: 'SIGSEGV',
  },
  {
    title: 'the RFC asks nobody for permission',
    kernel: 'linux-rfc-2020',
    says: { component, text: '#NM, then 10752 bytes', outcome: 'grows' },
    size: 10752,
  },
  {
    title: 'a kernel that wants to be asked kills who did not',
    kernel: 'explicit',
    says: { component, text: 'SIGILL: not asked for', outcome: 'dies' },
    size: 0,
    signal: 'SIGILL',
  },
  {
    title: 'an eager kernel has given the room already',
    kernel: 'eager',
    first: ASK,
    says: { component, text: 'no #NM: its buffer has room', outcome: 'works' },
    size: 10752,
  },
  {
    title: 'who takes a step out of the handler is told so, and no more',
    kernel: 'linux',
    first: `${ASK}\nwithout __xfd_enable_feature.permission`,
    says: { component, text: '#NM, in a kernel without __xfd_enable_feature.permission', outcome: 'open' },
    size: 10752,
  },
  {
    title: 'a step that is taken out elsewhere changes nothing',
    kernel: 'linux',
    first: `${ASK}\nwithout fpu_flush_thread.reset_fpstate`,
    says: { component, text: '#NM, then 10752 bytes', outcome: 'grows' },
    size: 10752,
  },
  {
    title: 'a register that the kernel has not written counts, not what the buffer wants',
    kernel: 'linux',
    first: `switch B\n${ASK}\nldtilecfg [cfg]\ntilezero tmm1\nwithout xfd_update_state.write_msr\nswitch A`,
    says: { component, text: 'no #NM, though its buffer has no room', outcome: 'open' },
    size: 2560,
  },
];

describe('what the Tasks view says of the next touch of tile data, and what happens then', () => {
  for (const { title, kernel, first = 'nop', says, size, signal } of CASES) {
    it(title, async () => {
      const program = path.join(folder, 'touch.xtrace');
      writeFileSync(
        program,
        `xtrace 1
machine sapphire-rapids
kernel ${kernel}
data cfg = tilecfg { tmm0: 16x64, tmm1: 16x64 }
task A
task B
switch A
${first}
ldtilecfg [cfg]
tilezero tmm0
switch B
nop
`,
      );
      const client = new TestClient();
      await client.beginAndStop({ program, lines: ['tilezero tmm0'] });
      const before = (await client.customRequest('xtrace/views')).body;
      assert.deepEqual(before.tasks[0].next, says === undefined ? [] : [says]);
      await client.go('next');
      const [task] = (await client.customRequest('xtrace/views')).body.tasks;
      assert.deepEqual([task.size, task.signal], [size, signal]);
    });
  }

  it('is nothing where the machine has no tiles', async () => {
    const program = path.join(folder, 'none.xtrace');
    writeFileSync(program, 'xtrace 1\nmachine zen4\nkernel linux\ntask A\nswitch A\nnop\n');
    const client = new TestClient();
    await client.beginAndStop({ program, launch: { stopOnEntry: true } });
    assert.deepEqual((await client.customRequest('xtrace/views')).body.tasks[0].next, []);
  });
});
