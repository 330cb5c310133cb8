/**
 * Every place where the kernel allocates a buffer, under every policy: what a trace sees when there is no memory. A row says
 * which outcome each policy has; those that do not allocate there do not even notice.
 */
import assert from 'node:assert/strict';
import { problems, run } from '../harness';

const POLICIES = ['linux', 'linux-rfc-2020', 'linux-rfc-2020 reclaim=on', 'explicit', 'eager'] as const;
type PolicyName = (typeof POLICIES)[number];

interface Place {
  readonly name: string;
  /** Steps of task A before memory runs out, by policy; the same for all unless it says otherwise. */
  readonly before: (policy: PolicyName) => string;
  /** The step that allocates, if any does. */
  readonly step: string;
  readonly outcome: Readonly<Record<PolicyName, string>>;
  /** True afterwards. */
  readonly after: (policy: PolicyName) => string;
}

const isRfc = (policy: PolicyName) => policy.startsWith('linux-rfc-2020');
const REQUEST = 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)';
const ask = (policy: PolicyName) => (isRfc(policy) ? 'nop' : `${REQUEST} => = 0`);
const useTiles = (policy: PolicyName) =>
  `${ask(policy)}\nldtilecfg [cfg]\ntilezero tmm0\ntileloadd tmm0, [tile + rax*1]`;

const PLACES: readonly Place[] = [
  {
    name: 'the first use of tiles',
    before: (policy) => (policy === 'explicit' ? 'ldtilecfg [cfg]' : `${ask(policy)}\nldtilecfg [cfg]`),
    step: 'tilezero tmm0',
    outcome: {
      linux: '#NM, SIGSEGV, killed',
      'linux-rfc-2020': '#NM, oops',
      'linux-rfc-2020 reclaim=on': '#NM, oops',
      explicit: '#NM, SIGILL, killed',
      eager: 'ok',
    },
    after: (policy) => `kernel.allocs == ${policy === 'eager' ? 2 : 0}`,
  },
  {
    name: 'the request for tiles',
    before: () => 'nop',
    step: REQUEST,
    outcome: {
      linux: '= 0',
      'linux-rfc-2020': '= -EINVAL',
      'linux-rfc-2020 reclaim=on': '= -EINVAL',
      explicit: '= -ENOMEM',
      eager: '= 0',
    },
    after: (policy) => `A.state == "running" && kernel.allocs == ${policy === 'eager' ? 2 : 0}`,
  },
  {
    name: 'fork by a task with tiles',
    before: useTiles,
    step: 'syscall fork() as C',
    outcome: {
      linux: '= C.pid',
      'linux-rfc-2020': '= -ENOMEM',
      'linux-rfc-2020 reclaim=on': '= -ENOMEM',
      explicit: '= C.pid',
      eager: '= -ENOMEM',
    },
    after: () => 'tmm0.u8[0][1] == 2 && A.state == "running"',
  },
  {
    name: 'fork by a task without tiles',
    before: () => 'nop',
    step: 'syscall fork() as C',
    outcome: {
      linux: '= C.pid',
      'linux-rfc-2020': '= C.pid',
      'linux-rfc-2020 reclaim=on': '= C.pid',
      explicit: '= C.pid',
      eager: '= -ENOMEM',
    },
    after: () => 'A.state == "running"',
  },
  {
    name: 'a thread of a task with tiles',
    before: useTiles,
    step: 'syscall clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD) as T',
    outcome: {
      linux: '= T.pid',
      'linux-rfc-2020': '= -ENOMEM',
      'linux-rfc-2020 reclaim=on': '= -ENOMEM',
      explicit: '= T.pid',
      eager: '= -ENOMEM',
    },
    after: () => 'tmm0.u8[0][1] == 2',
  },
  {
    name: 'execve',
    before: useTiles,
    step: 'syscall execve()',
    outcome: {
      linux: '= 0',
      'linux-rfc-2020': '= 0',
      'linux-rfc-2020 reclaim=on': '= 0',
      explicit: '= 0',
      eager: '= 0',
    },
    after: () => 'A.state == "running"',
  },
];

const head = (kernel: string) => `xtrace 1
machine sapphire-rapids
kernel ${kernel}
data cfg = tilecfg { tmm0: 16x64 }
data tile = u8[16][64] ramp(1, 1)
task A
task B
switch A
mov eax, 64`;

/** Results are only known where a task was made; a pid is any number that is not negative. */
function stepWith(step: string, outcome: string): string {
  return outcome.endsWith('.pid') ? `${step} => ok\nexpect last.result > 0` : `${step} => ${outcome}`;
}

describe('no memory', () => {
  for (const { name, before, step, outcome, after } of PLACES) {
    for (const policy of POLICIES) {
      it(`at ${name} under ${policy}: ${outcome[policy]}`, () => {
        const expected = outcome[policy];
        const survives = !/killed|oops/.test(expected);
        const tail = survives ? `expect ${after(policy)}` : '';
        const text = [head(policy), before(policy), 'inject alloc-fail', stepWith(step, expected), tail].join('\n');
        assert.deepEqual(problems(run(text)), []);
      });
    }
  }

  it('at the second use, or after the failed one, is no matter: nothing is kept of a failure', () => {
    const body = (policy: PolicyName, fails: string) =>
      `${head(policy)}\n${ask(policy)}\nldtilecfg [cfg]\ninject alloc-fail\n${fails}\nswitch B\nmov eax, 64\n`;
    const linux = `${body('linux', 'tilezero tmm0 => #NM, SIGSEGV, killed')}expect xfd == XTILEDATA && xfd_err == 0
${ask('linux')}\nldtilecfg [cfg]\ntilezero tmm0 => #NM\nexpect kernel.allocs == 1`;
    assert.deepEqual(problems(run(linux)), []);
  });

  it('in the kernel is an answer under explicit, and the caller goes on without tiles', () => {
    const text = `${head('explicit')}
inject alloc-fail
kernel_amx_begin => = -ENOMEM
kernel_amx_end
expect xfd == XTILEDATA && kernel.buffer_bytes == 0
nop
expect cpl == 3
kernel_amx_begin => = 0
kernel_amx_end
expect kernel.allocs == 1 && kernel.frees == 1`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('for a guest is an answer of KVM_SET_CPUID2, at the area of the virtual CPU and at its growth', () => {
    const text = (failing: string) => `${head('linux')}
syscall arch_prctl(ARCH_REQ_XCOMP_GUEST_PERM, ARCH_XCOMP_TILEDATA) => = 0
${failing}
expect A.state == "running"
kvm_set_cpuid2 => = 0`;
    const atCreation = 'inject alloc-fail\nkvm_set_cpuid2 => = -ENOMEM\nexpect kernel.allocs == 0';
    // The default area is there, the larger one is not.
    const atGrowth =
      'kvm_set_cpuid2 0x202e7 => = 0\ninject alloc-fail\nkvm_set_cpuid2 => = -EFAULT\nexpect kernel.allocs == 1';
    for (const failing of [atCreation, atGrowth]) assert.deepEqual(problems(run(text(failing))), []);
  });
});

describe('a memory budget', () => {
  it('counts the bytes of areas: the one that does not fit fails, and what is freed is there again', () => {
    const text = `${head('explicit memory=10752')}
${REQUEST} => = 0
switch B
${REQUEST} => = -ENOMEM
switch A
syscall exit(0)
switch B
${REQUEST} => = 0
expect kernel.buffer_bytes == 10752 && kernel.allocs == 2 && kernel.frees == 1`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('is for forks under eager: the tasks that the trace declares have their buffers whatever it says', () => {
    const text = `${head('eager memory=1000')}
expect kernel.allocs == 2 && kernel.buffer_bytes == 21504
syscall fork() => = -ENOMEM
expect kernel.buffer_bytes == 21504`;
    assert.deepEqual(problems(run(text)), []);
  });

  it('makes the OOM killer, where there is one, end whoever holds the most, under every policy', () => {
    const bodies: Readonly<Record<PolicyName, string>> = {
      linux: 'tilezero tmm0 => #NM',
      'linux-rfc-2020': 'tilezero tmm0 => #NM',
      'linux-rfc-2020 reclaim=on': 'tilezero tmm0 => #NM',
      explicit: 'nop',
      eager: 'syscall fork() as C => ok',
    };
    for (const policy of POLICIES) {
      const memory = policy === 'eager' ? 21504 : 11000;
      const request = policy === 'explicit' ? `${REQUEST} => = 0` : ask(policy);
      const text = `${head(`${policy} memory=${memory} oom=on`)}
${useTiles(policy)}
switch B
${request}
ldtilecfg [cfg]
${bodies[policy]}
expect A.state == "killed" && A.signal == "SIGKILL" && B.state == "running"
expect kernel.frees == 1`;
      assert.deepEqual(problems(run(text)), [], policy);
    }
  });

  it('leaves nobody but the current task to kill, and then that is killed', () => {
    const text = `${head('linux-rfc-2020 memory=11000 oom=on')}
${useTiles('linux-rfc-2020')}
syscall fork() as C => SIGKILL, = -ENOMEM, killed
expect A.state == "killed" && kernel.buffer_bytes == 0`;
    assert.deepEqual(problems(run(text)), []);
  });
});
