/** Explorations and explanations, asked by an editor. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needs } from '../../host/needs';
import { imageOf } from '../../kernel/native/images';
import { found } from '../../world/programs/programs';
import { closeClients, example, TestClient } from '../client';

afterEach(closeClients);

let folder: string;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xtrace-answers-'));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const INNOCENT = path.join(__dirname, '../../traces/explore/xfd-not-rewritten.xtrace');

async function client(): Promise<TestClient> {
  const fresh = new TestClient();
  await fresh.initializeRequest();
  return fresh;
}

/** What the model contradicts: tile data is armed again only where somebody has written IA32_XFD. */
const CONTRADICTED = `xtrace 1
machine sapphire-rapids
kernel linux

data cfg = tilecfg { tmm0: 16x64 }
task A
task B

switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
switch B
    observe xfd=0
`;

describe('a trace explored without a launch', function () {
  this.timeout(60_000);

  it('is answered with findings that are traces, and with what was covered', async () => {
    const { body } = await (await client()).customRequest('xtrace/explore', {
      program: INNOCENT,
      vary: ['interleave'],
    });
    assert.equal(body.runs, body.possible);
    const [{ law, trace, line, injections, culprit }, ...more] = body.findings;
    assert.deepEqual([law, more], ['own-xfd', []]);
    assert.deepEqual(injections[0].text, ['switch B', 'switch A']);
    assert.match(culprit, /xfd_update_state\.write_msr/);
    assert.match(trace, /Found by `xtrace explore` in xfd-not-rewritten\.xtrace\./);
    assert.match(trace.split('\n')[line], /switch/);
    assert.ok(body.covered.includes('xfd_update_state.write_msr'));
  });

  it('runs under the image that it names, and says which function of that is to blame', async function () {
    this.timeout(240_000);
    needs(this, found('gcc'));
    const file = path.join(folder, 'forgets');
    writeFileSync(file, imageOf('kernel', '-mgeneral-regs-only', '-DFORGETS_XFD'));
    const program = path.join(folder, 'image.xtrace');
    const setting =
      'machine sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr\nkernel vmlinux "forgets" config=minimal\n';
    const [, , , ...rest] = CONTRADICTED.split('\n');
    writeFileSync(program, `xtrace 1\n${setting}${rest.join('\n').split('switch B')[0]}    nop\n`);
    const { body } = await (await client()).customRequest('xtrace/explore', { program, vary: ['interleave'] });
    assert.deepEqual([body.already, body.alreadyBy], [[], null]);
    const [{ law, culprit }] = body.findings;
    assert.equal(law, 'own-xfd');
    assert.match(
      culprit,
      /^The culprit is switch_fpu_return: the model has "CPU 0: write xfd = 0x40000", and the code has not/,
    );
  });

  it('says at which moment a finding is first wrong, and a debugger goes there', async () => {
    const { body } = await (await client()).customRequest('xtrace/explore', {
      program: INNOCENT,
      vary: ['interleave'],
    });
    const [{ trace, moment }] = body.findings;
    const file = path.join(folder, 'found.xtrace');
    writeFileSync(file, trace);
    const debuggee = new TestClient();
    await debuggee.beginAndStop({ program: file, launch: { stopOnEntry: true, stopOnEnd: undefined } });
    const go = (to: number) => debuggee.stopAfter(() => debuggee.customRequest('xtrace/goTo', { moment: to }));
    await go(moment);
    const values = ['xfd == 0', 'B.xfd == XTILEDATA', 'B.state == "running"'];
    for (const value of values) assert.equal(await debuggee.evaluate(value, 'repl'), '1', value);
    await assert.rejects(debuggee.customRequest('xtrace/goTo', { moment: -1 }), /must not be negative/);
  });

  it('runs under another kernel, which its findings then name', async () => {
    const ask = async (kernel: string) =>
      (await client()).customRequest('xtrace/explore', {
        program: path.join(path.dirname(INNOCENT), 'frame-before-first-use.xtrace'),
        vary: ['signal'],
        kernel,
      });
    const { body: mended } = await ask('linux version=7.1');
    assert.deepEqual(mended.findings, []);
    const { body: wrong } = await ask('linux version=6.15');
    assert.ok(wrong.findings.length > 0);
    assert.match(wrong.findings[0].trace, /^kernel linux version=6\.15$/m);
  });

  it('tells how far it has come', async () => {
    const fresh = await client();
    const told: { done: number; explored: { runs: number } }[] = [];
    fresh.on('xtrace/progress', ({ body }) => told.push(body));
    const { body } = await fresh.customRequest('xtrace/explore', {
      program: example('ping-pong'),
      depth: 2,
      budget: 300,
    });
    assert.ok(told.length > 0);
    assert.ok(told.every(({ done, explored }) => done > 0 && done <= 1 && explored.runs <= body.runs));
  });

  it('ends when it is cancelled', async () => {
    const fresh = await client();
    const asked = fresh.customRequest('xtrace/explore', { program: example('ping-pong'), depth: 3, budget: 1_000_000 });
    const rejection = assert.rejects(asked, /cancelled/);
    await fresh.customRequest('cancel', { requestId: 2 });
    await rejection;
    const { body } = await fresh.customRequest('xtrace/account', { program: example('first-use') });
    assert.equal(body.kind, 'run');
  });

  it('says what is wrong with a question', async () => {
    const ask = async (more: object) =>
      (await client()).customRequest('xtrace/explore', { program: INNOCENT, ...more });
    await assert.rejects(ask({ vary: ['preemt'] }), /`vary\[0\]` must be one of "preempt"/);
    await assert.rejects(ask({ kernel: 'lunix' }), /no kernel policy `lunix`/);
    await assert.rejects(ask({ text: 'xtrace 1\nnonsense\n' }), /xfd-not-rewritten\.xtrace:2/);
  });
});

describe('a contradiction explained without a launch', function () {
  this.timeout(60_000);

  it('is answered with a ranked list of assumptions, each with its trace', async () => {
    const { body } = await (await client()).customRequest('xtrace/explain', {
      program: '/recorded.xtrace',
      text: CONTRADICTED,
      only: ['without'],
    });
    assert.deepEqual([body.agreed, body.facts], [2, 3]);
    assert.equal(body.contradictions[0].line, 13);
    const forgotten = body.explanations.find(({ kind }: { kind: string }) => kind === 'without');
    assert.match(forgotten.assumption, /forgets xfd_update_state\.write_msr/);
    assert.ok(forgotten.fits);
    assert.match(forgotten.trace, /^\s*without xfd_update_state\.write_msr$/m);
  });

  it('has nothing to say where all agrees', async () => {
    const { body } = await (await client()).customRequest('xtrace/explain', { program: example('ping-pong') });
    assert.deepEqual([body.contradictions, body.explanations], [[], []]);
  });
});
