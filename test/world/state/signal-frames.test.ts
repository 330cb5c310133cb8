import assert from 'node:assert/strict';
import { stateOf } from '../../../src/world/state/machine-state';
import { signalFrames } from '../../../src/world/state/signal-frames';
import { problems, run, trace } from '../harness';

/** The page size of x86, and what the software's words of an image begin at (struct _fpx_sw_bytes in its legacy region). */
const PAGE = 4096;
const SOFTWARE = 464;

/** A run that ends in a handler on an alternate stack of this size. */
function inHandler(size: number) {
  return run(
    trace(
      'linux',
      `data stack = zero 20480
task A
switch A
syscall sigaltstack(stack, ${size}) => = 0
syscall rt_sigaction(SIGUSR1, handler, SA_SIGINFO | SA_ONSTACK)
signal SIGUSR1 => SIGUSR1
proc handler
mov rbx, [rdx + UC_FPSTATE]
stop
jmp handler
end
`,
    ),
    2000,
  );
}

describe('the signal frames on a stack', () => {
  it('are found wherever on a page their images begin', () => {
    const places = new Set<string>();
    for (let size = 16384; size < 16384 + PAGE; size += 192) {
      const ran = inHandler(size);
      const [task] = ran.world.kernel?.state.tasks ?? [];
      assert.ok(task, problems(ran).join('\n'));
      const [frame, ...others] = signalFrames(stateOf(ran.world), task);
      const image = Number(ran.world.cpus[0]?.gpr[3]);
      assert.deepEqual([frame?.image, frame?.overwritten, others.length], [image, null, 0], `a stack of ${size} bytes`);
      places.add(image % PAGE >= PAGE - SOFTWARE ? 'the words are on the next page' : 'the words are on the same page');
    }
    assert.equal(places.size, 2, [...places].join());
  });
});
