/** A trace that is debugged under a kernel's code, line by line: with the stand-in for a kernel that gcc makes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { needs } from '../host/needs';
import { imageFile } from '../kernel/native/images';
import { found } from '../world/programs/programs';
import { closeClients, lineOf, type Stopped, TestClient } from './client';

const SOURCE = resolve('test/fixtures/kernels/kernel.c');
const TRACE = `xtrace 1
machine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr
kernel linux version=6.12 config=minimal
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
    nop
`;

let folder: string;
let program: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'xtrace-vmlinux-'));
  program = join(folder, 'tiles.xtrace');
  writeFileSync(program, TRACE);
});
after(() => rmSync(folder, { recursive: true, force: true }));
afterEach(closeClients);

/** Stops at functions of the kernel's, whose sources are where they were compiled. */
async function stopped(functions: readonly string[], image: string, launch: object = {}) {
  const client = new TestClient();
  const sourceMap = { [process.cwd()]: process.cwd() };
  const stop = await client.beginAndStop({ program, functions, launch: { vmlinux: image, sourceMap, ...launch } });
  return { client, stop };
}

async function places(client: TestClient, { threadId = 0 }: Stopped): Promise<readonly string[]> {
  return (await client.stack(threadId)).map(({ name, source, line }) => `${name}, ${source?.name}:${line}`);
}

describe('a trace under a kernel’s code', function () {
  this.timeout(60_000);
  let image: string;
  before(function () {
    needs(this, found('gcc'));
    image = imageFile('kernel', '-mgeneral-regs-only', '-g');
  });

  it('stops at functions of the kernel, and says which frames are the kernel’s', async () => {
    const { client, stop } = await stopped(['xfd_update_state'], image);
    assert.equal(stop.reason, 'function breakpoint');
    const [inner, ...callers] = await places(client, await client.go('continue'));
    assert.match(inner ?? '', /^xfd_update_state {2}\[vmlinux\], kernel\.c:\d+$/);
    assert.deepEqual(callers, [
      `fpstate_realloc  [vmlinux], kernel.c:${lineOf(SOURCE, 'xfd_update_state(new->xfd)')}`,
      `exc_device_not_available  [vmlinux], kernel.c:${lineOf(SOURCE, 'switch (fpstate_realloc(features))')}`,
      callers[2] ?? '',
      `flow, tiles.xtrace:${lineOf(program, 'tilezero')}`,
    ]);
    assert.match(callers[2] ?? '', /^exc_device_not_available {2}\[model\], vmlinux\.c:\d+$/);
  });

  it('finds a tree of sources by its files, whatever the folder was called that the kernel was built in', async () => {
    const elsewhere = imageFile(
      'kernel',
      '-mgeneral-regs-only',
      '-g',
      `-ffile-prefix-map=${process.cwd()}=debian/build`,
    );
    const { client, stop } = await stopped(['fpstate_realloc'], elsewhere, { sourceMap: { '/build': process.cwd() } });
    const [inner] = await client.stack(stop.threadId ?? 0);
    assert.equal(inner?.source?.path, SOURCE);
    const { client: other, stop: there } = await stopped(['fpstate_realloc'], elsewhere, {
      sourceMap: { '/build': folder },
    });
    const [without] = await other.stack(there.threadId ?? 0);
    assert.equal(without?.source?.path, undefined);
  });

  it('goes from line to line of C, into calls, over them, out of them, and back', async () => {
    const { client, stop } = await stopped(['exc_device_not_available'], image);
    const line = async (at: Stopped) => (await client.currentFrame(at)).line;
    const call = lineOf(SOURCE, 'switch (fpstate_realloc(features))');
    let here = stop;
    while ((await line(here)) !== call) here = await client.go('next');
    const into = await client.go('stepIn');
    assert.match((await client.currentFrame(into)).name, /^fpstate_realloc /);
    const out = await client.go('stepOut');
    assert.equal(await line(out), call);
    const over = await client.go('next');
    assert.notEqual(await line(over), call);
    const back = await client.go('stepBack');
    assert.equal(await line(back), call);
    assert.match((await client.currentFrame(back)).name, /^exc_device_not_available {2}\[vmlinux\]/);
  });

  it('has breakpoints on lines of C, with conditions about its variables', async () => {
    const { client } = await stopped(['exc_device_not_available'], image);
    const line = lineOf(SOURCE, 'fpu->fpstate = new;');
    const response = await client.setBreakpointsRequest({
      source: { path: SOURCE },
      breakpoints: [{ line, condition: 'new.size == 10752' }],
    });
    assert.deepEqual(
      response.body.breakpoints.map((each) => [each.verified, each.line]),
      [[true, line]],
    );
    const stop = await client.go('continue');
    assert.equal(stop.reason, 'breakpoint');
    assert.equal((await client.currentFrame(stop)).line, line);
  });

  it('shows the routines of the model around it, as a source', async () => {
    const { client, stop } = await stopped(['fpstate_realloc'], image);
    const frames = await client.stack(stop.threadId ?? 0);
    const source = frames.find(({ name }) => name.includes('[model]'))?.source;
    assert.ok(source);
    const { content } = (await client.sourceRequest({ source, sourceReference: source.sourceReference ?? 0 })).body;
    assert.match(content, /exc_device_not_available\(regs\);/);
  });

  it('shows variables of C, opened member by member, beside registers and tiles', async () => {
    const { client } = await stopped(['exc_device_not_available'], image);
    const line = lineOf(SOURCE, 'fpu->fpstate = new;');
    await client.setBreakpointsRequest({ source: { path: SOURCE }, breakpoints: [{ line }] });
    const stop = await client.go('continue');
    assert.match((await client.value(stop, 'Locals', 'new', 'size')) ?? '', /^10752/);
    assert.equal(await client.value(stop, 'Locals', 'new', 'is_valloc'), '1');
    const frameId = (await client.currentFrame(stop)).id;
    const { result } = (await client.evaluateRequest({ expression: 'old.xfd', frameId, context: 'watch' })).body;
    assert.match(result, /^262144|^0x40000/);
    // The registers of who was interrupted are a level further out: those of the CPU are the kernel's.
    assert.ok((await client.rows(stop, 'Tiles')).length > 0);
  });

  it('knows the current task, and what a CPU has for itself, and stops where a field of theirs is written', async () => {
    const { client, stop } = await stopped(['fpstate_realloc'], image);
    const frameId = (await client.currentFrame(stop)).id;
    const said = async (expression: string) =>
      (await client.evaluateRequest({ expression, frameId, context: 'watch' })).body.result;
    assert.match(await said('current->thread.fpu.fpstate->xfd'), /^262144|^0x40000/);
    assert.match(await said('current.comm[0]'), /^65|A/);
    assert.match(await said('xfd_state'), /^262144|^0x40000/);
    const name = 'current->thread.fpu.fpstate';
    const { dataId } = (await client.customRequest('dataBreakpointInfo', { name, frameId })).body as { dataId: string };
    await client.customRequest('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
    const written = await client.go('continue');
    assert.equal(written.reason, 'data breakpoint');
    assert.match((await client.currentFrame(written)).name, /^fpstate_realloc /);
  });

  it('says which function and line of C has changed a value, when it goes back there and when it follows copies', async () => {
    const { client } = await stopped(['exc_device_not_available'], image);
    const line = lineOf(SOURCE, 'fpu->fpstate = new;');
    await client.setBreakpointsRequest({ source: { path: SOURCE }, breakpoints: [{ line }] });
    const stop = await client.go('continue');
    const written = lineOf(SOURCE, 'new->size = fpu_kernel_cfg.max_size;');
    for (const command of ['origin', 'last']) {
      const { id: frameId } = await client.currentFrame(stop);
      const again = client.waitForEvent('stopped');
      await client.evaluateRequest({ expression: `${command} new->size`, frameId, context: 'repl' });
      await again;
      const { output, source, line } = client.events.findLast(({ event }) => event === 'output')?.body ?? {};
      assert.match(output, new RegExp(`by larger \\(kernel\\.c:${written}\\)`));
      assert.deepEqual([source?.path, line], [SOURCE, written]);
    }
  });

  it('disassembles the kernel’s code with its functions and lines', async () => {
    const { client, stop } = await stopped(['fpstate_realloc'], image);
    const { instructionPointerReference = '' } = await client.currentFrame(stop);
    const { instructions } = (
      await client.customRequest('disassemble', { memoryReference: instructionPointerReference, instructionCount: 40 })
    ).body as { instructions: DebugProtocol.DisassembledInstruction[] };
    assert.ok(instructions.every(({ instruction }) => instruction !== '(no code)'));
    assert.ok(instructions.some(({ location }) => location?.path === SOURCE));
  });

  it('goes by functions and instructions where nothing is known of lines', async () => {
    const plain = imageFile('kernel', '-mgeneral-regs-only');
    const { client } = await stopped(['xfd_update_state'], plain);
    const stop = await client.go('continue');
    const frames = await client.stack(stop.threadId ?? 0);
    assert.deepEqual(
      frames.map(({ name }) => name.replace(/\+0x[0-9a-f]+/, '')),
      [
        'xfd_update_state  [vmlinux]',
        'fpstate_realloc  [vmlinux]',
        'exc_device_not_available  [vmlinux]',
        'exc_device_not_available  [model]',
        'flow',
      ],
    );
    const out = await client.go('stepOut');
    assert.match((await client.currentFrame(out)).name, /^fpstate_realloc\+0x/);
    const next = await client.go('next');
    assert.match((await client.currentFrame(next)).name, /^fpstate_realloc\+0x/);
  });

  it('stands in the place of another modelled kernel', async () => {
    const other = join(folder, 'rfc.xtrace');
    writeFileSync(other, 'xtrace 1\nkernel linux-rfc-2020\ntask A\nswitch A\n    nop\n');
    const client = new TestClient();
    const stop = await client.beginAndStop({ program: other, launch: { vmlinux: image, stopOnEntry: true } });
    assert.equal(stop.reason, 'entry');
    const { body } = await client.sendAnything('loadedSources', {});
    assert.ok((body as { sources: DebugProtocol.Source[] }).sources.some(({ path }) => path === 'vmlinux.c'));
  });

  it('refuses an image that cannot be used, and a trace for another kernel', async () => {
    const client = new TestClient();
    await client.initializeRequest({ adapterID: 'xtrace' });
    assert.match(
      await client.refusal('launch', { program, vmlinux: program }),
      /^tiles\.xtrace cannot be used as a kernel\. It is no ELF file/,
    );
    assert.match(await client.refusal('launch', { program, vmlinux: join(folder, 'none') }), /none does not exist/);
    const other = join(folder, 'none.xtrace');
    writeFileSync(other, 'xtrace 1\nkernel none\n    nop\n');
    assert.match(
      await client.refusal('launch', { program: other, vmlinux: image }),
      /stands for `kernel linux`, and the trace is for `kernel none`/,
    );
  });
});
