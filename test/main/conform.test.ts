/** `xtrace conform`, and `xtrace run --vmlinux`: with the stand-in for a kernel that gcc makes. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { imageOf } from '../kernel/native/images';
import { found } from '../world/programs/programs';
import { Folder, xtrace } from './cli-harness';
import { FIRST_USE, GUEST, GUEST_FUNCTIONS, IN_TURNS, image as imageFile, sourceLine, TRACER } from './image-trace';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

function image(...options: readonly string[]): string {
  return imageFile(folder, 'vmlinux', ...options);
}

describe('xtrace conform', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  it('says that model and code agree, in how many steps and calls, and answers 0', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const { status, out } = await xtrace(['conform', '--vmlinux', image(), trace]);
    assert.equal(status, 0);
    assert.ok(out.startsWith(`${trace}: 9 steps agree\n`), out);
    assert.match(out, /\n {2}exc_device_not_available: 1\n/);
    assert.match(out, /\nLinux 6\.12\.0: 1 traces, 1 agree in 9 steps, 0 differ, 0 left out\n$/);
  });

  it('finds the one instruction that is missing, by its function and the line of the trace, and answers 1', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const { status, out } = await xtrace(['conform', '--vmlinux', image('-DWITHOUT_XFD'), trace]);
    assert.equal(status, 1);
    assert.match(out, new RegExp(`tiles\\.xtrace:${FIRST_USE}: step \\d+ differs, in exc_device_not_available`));
    assert.match(out, /0 agree in \d+ steps, 1 differ/);
    assert.match(out, /\n {4}in xfd_update_state the model has "CPU 0: write xfd = 0x0", and the code has not\n/);
    assert.match(out, /in exc_device_not_available \(\d+ times\) \(model → code\)/);
  });

  it('names the line of C, where the image knows it', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const under = (name: string, change: string) =>
      xtrace(['conform', '--vmlinux', imageFile(folder, name, '-g', change), trace]);
    const forgets = await under('forgets', '-DFORGETS_XFD');
    const [first, last] = [sourceLine('void switch_fpu_return(void)'), sourceLine('int fpstate_realloc(u64')];
    const line = Number(/in switch_fpu_return \(kernel\.c:(\d+)\) the model has/.exec(forgets.out)?.[1]);
    assert.ok(line > first && line < last, forgets.out);
    const twice = await under('twice', '-DTWICE');
    const again = sourceLine('#ifdef TWICE') + 1;
    assert.match(
      twice.out,
      new RegExp(
        `in exc_device_not_available \\(kernel\\.c:${again}\\) the code has "CPU 0: read xfd_err", and the model`,
      ),
    );
  });

  it('finds accesses to MSRs in another order', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const { status, out } = await xtrace(['conform', '--vmlinux', image('-DTWICE'), trace]);
    assert.equal(status, 1);
    assert.match(out, new RegExp(`tiles\\.xtrace:${FIRST_USE}: step \\d+ differs, in exc_device_not_available`));
    assert.match(out, /accesses to MSRs: \d+ differences?/);
  });

  it('holds guests to the model too, and finds one whose IA32_XFD is not read back', async () => {
    const trace = folder.write('guest.xtrace', GUEST);
    const agrees = await xtrace(['conform', '--vmlinux', image(), trace]);
    assert.match(agrees.out, /guest\.xtrace: \d+ steps agree\n/);
    for (const name of GUEST_FUNCTIONS) assert.match(agrees.out, new RegExp(`\n {2}${name}: [1-9]`));
    assert.equal(agrees.status, 0);
    const differs = await xtrace(['conform', '--vmlinux', imageFile(folder, 'forgets', '-DFORGETS_GUEST_XFD'), trace]);
    assert.match(
      differs.out,
      /in fpu_sync_guest_vmexit_xfd_state, [\s\S]*\n {10}guest: [\s\S]*\n {14}xfd: 0x0 → 0x40000\n/,
    );
    assert.equal(differs.status, 1);
  });

  it('compares what the code leaves in the memory of programs', async () => {
    const trace = folder.write('tracer.xtrace', TRACER);
    const agrees = await xtrace(['conform', '--vmlinux', image(), trace]);
    assert.equal(agrees.status, 0, agrees.out);
    const differs = await xtrace([
      ...['conform', '--vmlinux', imageFile(folder, 'forgets', '-DFORGETS_LAST_REGISTER')],
      trace,
    ]);
    assert.match(
      differs.out,
      /in xfpregs_get [\s\S]*memory of A: 1 difference\n {6}4 bytes at image\+400: 78 56 34 12 → 00/,
    );
    assert.equal(differs.status, 1);
  });

  it('goes on behind a trace that has an error, and answers 2', async () => {
    const [bad, good] = [folder.write('a.xtrace', 'xtrace 1\n    nonsense\n'), folder.write('b.xtrace', IN_TURNS)];
    const { status, out, error } = await xtrace(['conform', '--vmlinux', image(), bad, good]);
    assert.match(error, /a\.xtrace:2:5: error/);
    assert.match(out, /b\.xtrace: 9 steps agree/);
    assert.equal(status, 2);
  });

  it('leaves out traces for other kernels, and says so', async () => {
    const trace = folder.write('rfc.xtrace', 'xtrace 1\nkernel linux-rfc-2020\ntask A\nswitch A\n    nop\n');
    const { status, out } = await xtrace(['conform', '--vmlinux', image(), trace, '--json']);
    assert.equal(status, 0);
    const [one, all] = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(one, { file: trace, left_out: true });
    assert.equal((all as { left_out: number }).left_out, 1);
  });

  it('says in a sentence what it cannot use, and answers 2', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const cases: readonly (readonly [string[], RegExp])[] = [
      [[trace], /name an image with --vmlinux PATH/],
      [['--vmlinux', path.join(path.dirname(trace), 'none'), trace], /does not exist/],
      [['--vmlinux', path.dirname(trace), trace], /is a folder, not the image of a kernel/],
      [['--vmlinux', trace, trace], /cannot be used as a kernel\. It is no ELF file/],
      [['--vmlinux', image()], /traces or folders/],
    ];
    for (const [args, message] of cases) {
      const { status, error } = await xtrace(['conform', ...args]);
      assert.equal(status, 2);
      assert.match(error, message);
    }
    const changed = image();
    await xtrace(['conform', '--vmlinux', changed, trace]);
    writeFileSync(changed, imageOf('patched'));
    const late = await xtrace(['conform', '--vmlinux', changed, trace]);
    assert.equal(late.error, `xtrace: ${changed} has changed while it was read. Start again.\n`);
    writeFileSync(path.join(path.dirname(trace), 'patched'), imageOf('patched'));
    const { status, error } = await xtrace(['conform', '--vmlinux', path.join(path.dirname(trace), 'patched'), trace]);
    assert.equal(status, 2);
    assert.match(error, /It lacks fpu_kernel_cfg and \d+ more/);
  });
});

describe('traces that real images are held to', () => {
  for (const set of ['machines', 'other-events']) {
    it(`are what the model does: test/traces/${set}`, async () => {
      const { status, out } = await xtrace(['test', `test/traces/${set}`]);
      assert.equal(status, 0, out);
    });
  }
});

describe('xtrace run --vmlinux', () => {
  before(function () {
    needs(this, found('gcc'));
  });

  it('runs a trace under the code of a kernel', async () => {
    const trace = folder.write('tiles.xtrace', IN_TURNS);
    const { status, out } = await xtrace(['run', trace, '--vmlinux', image()]);
    assert.equal(status, 0);
    assert.match(out, /\n11: A: the buffer of A grows from 2560 to 10752 bytes\n/);
  });

  it('refuses a trace for another kernel', async () => {
    const trace = folder.write('none.xtrace', 'xtrace 1\nkernel none\n    nop\n');
    const { status, error } = await xtrace(['run', trace, '--vmlinux', image()]);
    assert.equal(status, 2);
    assert.match(error, /stands for `kernel linux`, and the trace is for `kernel none`/);
  });
});
