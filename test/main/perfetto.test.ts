import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exampleNames, examplePath } from '../examples';
import { Folder, xtrace } from './cli-harness';
import { checkedEvents, type Event } from './trace-event-format';

const TWO_CPUS = `xtrace 1
machine sapphire-rapids cpus=2
kernel linux
data cfg = tilecfg { tmm0: 16x64 }
task A
task B
switch A
syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)
syscall rt_sigaction(SIGUSR1, handle, 0)
ldtilecfg [cfg]
tilezero tmm0 => #NM
cpu 1
switch B
signal SIGUSR1 to A
cpu 0
nop
cpu 1
switch idle
cpu 0
switch idle
proc handle
ret
end
`;

describe('xtrace run --perfetto', () => {
  let folder: Folder;

  before(() => {
    folder = new Folder();
  });

  after(() => folder.remove());

  async function written(text: string): Promise<readonly Event[]> {
    const out = path.join(folder.path, 'out.json');
    const { status, error } = await xtrace(['run', folder.write('t.xtrace', text), '--perfetto', out]);
    assert.equal(status, 0, error);
    return checkedEvents(readFileSync(out, 'utf8'));
  }

  /** Slices of a thread, by the name of the thread. */
  function slices(events: readonly Event[], thread: string): readonly Event[] {
    const named = events.find(({ name, args }) => name === 'thread_name' && args?.name === thread);
    assert.ok(named, `there is no thread ${thread}`);
    return events
      .filter(({ ph, cat, pid, tid }) => ph === 'X' && cat === 'stay' && pid === named.pid && tid === named.tid)
      .toSorted((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
  }

  it('writes a slice for each stay of a task on a CPU', async () => {
    const events = await written(TWO_CPUS);
    const names = (thread: string) => slices(events, thread).map(({ name }) => name);
    assert.deepEqual(['CPU 0', 'CPU 1', 'A', 'B'].map(names), [['A'], ['B'], ['CPU 0'], ['CPU 1']]);
    const [a] = slices(events, 'CPU 0');
    const [b] = slices(events, 'CPU 1');
    assert.ok(a && b && (a.ts ?? 0) < (b.ts ?? 0) && (a.ts ?? 0) + (a.dur ?? 0) > (b.ts ?? 0) + (b.dur ?? 0));
  });

  it('writes the size of each buffer as a counter', async () => {
    const events = await written(TWO_CPUS);
    const sizes = events.filter(({ ph }) => ph === 'C').map(({ name, args }) => `${name} ${args?.bytes}`);
    assert.deepEqual(sizes, ['A: buffer 2560', 'B: buffer 2560', 'A: buffer 10752']);
  });

  it('writes a flow from where a signal is sent to where it is handled', async () => {
    const events = await written(TWO_CPUS);
    const thread = (cpu: number) => events.find(({ args }) => args?.name === `CPU ${cpu}`)?.tid;
    const flow = events.filter(({ ph }) => ph === 's' || ph === 'f').map(({ name, tid }) => [name, tid]);
    assert.deepEqual(flow, [
      ['SIGUSR1', thread(1)],
      ['SIGUSR1', thread(0)],
    ]);
  });

  it('keeps to the format for every example', async () => {
    for (const name of exampleNames) {
      const out = path.join(folder.path, 'e.json');
      await xtrace(['run', examplePath(name), '--perfetto', out]);
      assert.ok(checkedEvents(readFileSync(out, 'utf8')).length > 0, name);
    }
  });

  it('says which file it cannot write', async () => {
    const out = path.join(folder.path, 'no-such-folder', 'out.json');
    const { status, error } = await xtrace(['run', folder.write('t.xtrace', TWO_CPUS), '--perfetto', out]);
    assert.equal(status, 2);
    assert.match(error, /--perfetto: .*no-such-folder.out\.json cannot be written: its folder does not exist\.$/m);
  });
});
