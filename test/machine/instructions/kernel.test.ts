/** Instructions that kernels execute: what they do at CPL 0, and what they raise elsewhere (Intel SDM vol. 2). */
import assert from 'node:assert/strict';
import { problems, run } from '../../world/harness';

const HEAD = {
  bare: 'xtrace 1\nmachine diamond-rapids +hreset +pconfig\nkernel none\n',
  linux: 'xtrace 1\nmachine diamond-rapids +hreset +pconfig\nkernel linux\n',
};
const runs = (kernel: keyof typeof HEAD, body: string) => assert.deepEqual(problems(run(HEAD[kernel] + body)), []);

/** Under Linux user code gets this exception, and dies of this signal. */
const IN_USER_MODE: readonly (readonly [lines: readonly string[], exception: string, signal: string])[] = [
  [
    ['hlt', 'cli', 'sti', 'in al, dx', 'in eax, 0x70', 'out dx, ax', 'out 0x80, al', 'invlpg [rax]', 'wbinvd', 'invd'],
    '#GP(0)',
    'SIGSEGV',
  ],
  [['lgdt [table]', 'lidt [table]', 'sysret', 'sysenter', 'sysexitq', 'hreset 0'], '#GP(0)', 'SIGSEGV'],
  [['invpcid rax, [table]'], '#GP(0)', 'SIGSEGV'],
  [['stac', 'clac', 'uiret', 'encls', 'monitor', 'mwait', 'pconfig'], '#UD', 'SIGILL'],
];

describe('instructions of kernels', () => {
  it('set and clear interrupts and SMAP’s flag at CPL 0, and touch nothing else of RFLAGS', () => {
    runs('bare', ' cli\n expect rflags == 0x2\n stac\n expect rflags == 0x40002\n sti\n clac\n expect rflags == 0x202');
  });

  it('read ones from ports, in the width of the accumulator', () => {
    runs(
      'bare',
      ' mov rax, -0x10000000000000\n in al, dx\n expect rax == 0xfff00000000000ff\n in ax, 0x60\n expect rax == 0xfff000000000ffff\n in eax, dx\n expect rax == 0xffffffff',
    );
  });

  it('flush what is mapped, and fault like a read elsewhere', () => {
    const lines = ['clflush', 'clflushopt', 'clwb'].map((name) => ` ${name} [table]\n ${name} [0x10] => #PF`);
    runs('bare', `data table = zero 64\n${lines.join('\n')}\n serialize\n wbinvd\n invd\n invlpg [0x10]\n hlt`);
  });

  it('read descriptor tables where they may, and fault where there are none', () => {
    runs('bare', 'data table = zero 64\n lgdt [table]\n lidt [table]\n lgdt [0x10] => #PF\n lidt [0x10] => #PF');
  });

  it('return to user mode with SYSRET, with the flags that it takes of R11', () => {
    const body = ` mov ecx, 0xc0000080\n rdmsr\n or eax, 1\n wrmsr
 mov ecx, OFFSET user\n mov r11, -1\n sysret\n nop\nuser:\n expect cpl == 3 && rflags == 0x3c7fd7\n hlt => #GP(0)`;
    runs('bare', body);
    runs('bare', ' mov ecx, 0xc0000080\n rdmsr\n and eax, -2\n wrmsr\n sysret => #UD');
  });

  it('are not for user mode', () => {
    for (const [lines, exception, signal] of IN_USER_MODE) {
      for (const line of lines) runs('linux', `data table = zero 64\n ${line} => ${exception}, ${signal}, killed`);
    }
  });

  it('move selectors as Linux lays them out, for each task its own', () => {
    runs('bare', ' mov eax, cs\n mov ecx, ss\n expect rax == 0x10 && rcx == 0x18\n mov ss, ecx\n mov cs, eax => #UD');
    runs(
      'linux',
      `task A
task B
switch A
 mov eax, cs
 mov ecx, ss
 mov rdx, ds
 expect rax == 0x33 && rcx == 0x2b && rdx == 0
 mov ds, ecx
 mov r8d, 3
 mov es, r8d
switch B
 mov eax, ds
 expect rax == 0
switch A
 mov eax, ds
 mov ecx, es
 expect rax == 0x2b && rcx == 3
 mov edx, 0x18
 mov ds, edx => #GP(0x18), SIGSEGV, killed`,
    );
  });

  it('refuse selectors that the level may not load', () => {
    for (const [segment, selector, code] of [
      ['es', 0x10, 0x10],
      ['fs', 0x43, 0x40],
      ['ss', 0, 0],
      ['ss', 0x28, 0x28],
      ['ss', 0x33, 0x30],
    ] as const) {
      runs('linux', ` mov ecx, ${selector}\n mov ${segment}, ecx => #GP(${code}), SIGSEGV, killed`);
    }
  });

  it('clear the base of FS and GS with a selector', () => {
    runs(
      'bare',
      ' mov ecx, 0xc0000100\n mov eax, 0x1000\n xor edx, edx\n wrmsr\n mov fs, edx\n rdmsr\n expect rax == 0',
    );
  });

  it('check the descriptor of INVPCID by its type', () => {
    const table = 'data table = u64[6] { 5, 0x1000, 0x1000, 0x1000, 0, 0x8000000000000000 }';
    const [other, reserved, far] = ['[table]', '[table + 16]', '[table + 32]'];
    const typed = (type: number, descriptor: string, fault = '') =>
      ` mov ecx, ${type}\n invpcid rcx, ${descriptor}${fault}`;
    const pcide = ' mov rax, cr4\n bts rax, 17\n mov cr4, rax';
    const lines = [
      ...[typed(0, other, ' => #GP(0)'), typed(1, other, ' => #GP(0)'), typed(2, other), typed(3, other)],
      ...[typed(3, reserved, ' => #GP(0)'), typed(4, far, ' => #GP(0)'), typed(0, far, ' => #GP(0)'), typed(1, far)],
      ...[pcide, typed(0, other), typed(1, other), ' invpcid rcx, [0x10] => #PF'],
    ];
    runs('bare', `${table}\n${lines.join('\n')}`);
  });

  it('end a wait of the kernel at once, with the extensions that there are', () => {
    const address = 'data line = zero 64\n mov rax, OFFSET line\n xor ecx, ecx\n monitor\n mwait\n mov ecx, 1\n mwait';
    runs(
      'bare',
      `${address}\n monitor => #GP(0)\n mov ecx, 2\n mwait => #GP(0)\n xor ecx, ecx\n mov eax, 0x10\n monitor => #PF`,
    );
  });

  it('refuse what the platform has not enabled', () => {
    runs(
      'bare',
      ' xor eax, eax\n hreset 0\n pconfig => #GP(0)\n sysenter => #GP(0)\n sysexitq => #GP(0)\n inc eax\n hreset 0 => #GP(0)',
    );
    const amd = 'xtrace 1\nmachine zen4\nkernel none\n sysenter => #UD\n sysexitq => #UD';
    assert.deepEqual(problems(run(amd)), []);
  });

  it('tell the number of the CPU', () => {
    runs('linux', ' rdpid rax\n expect rax == 0');
    assert.deepEqual(problems(run('xtrace 1\nmachine diamond-rapids -rdpid\nkernel none\n rdpid rax => #UD')), []);
  });
});
