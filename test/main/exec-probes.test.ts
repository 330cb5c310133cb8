/**
 * The probes with which a real Linux 6.1 was asked (test/fixtures/linux/probes.c), compiled and run here: they print what they
 * printed there (test/fixtures/linux/results.txt).
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needs } from '../host/needs';
import { found } from '../world/programs/programs';
import { Folder, xtrace } from './cli-harness';

const FIXTURES = path.join(__dirname, '../fixtures/linux');
const MACHINE = 'sapphire-rapids -enqcmd -cet-ss -cet-ibt -arch-lbr';
const KERNEL = 'linux version=6.1.192 idle=halt';

/** What `## NAME` and `## end NAME` stand around. */
function groupsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^## (?!end)(\S+)\n([\s\S]*?^## end \1 .*$)/gm)].map(([, name = '', all = '']) => [name, all]),
  );
}

/** `cpuid` is that of another processor of the same kind; this one runs only where it is named. */
const LEFT_OUT = ['cpuid', 'ctx_long'];

/**
 * XINUSE of x87, SSE and AVX is what the C library and the processor make of them: the recorded processor counts a component
 * as in use by its contents, and this C library has been built by another compiler. So it does with tiles of zeros
 * (`Choices.tilesInUse`). Where there is no configuration, what a frame has in its place is what the stack held.
 */
function comparable(group: string): string[] {
  return group
    .replace(
      /xinuse((?: before| at entry)?)=0x([0-9a-f]+)/g,
      (_all, when: string, value: string) => `xinuse${when}=${withoutLegacy(value)}`,
    )
    .replace(/^( {2}xgetbv1 .*= 0x)([0-9a-f]+)/gm, (_all, start: string, value: string) => start + withoutLegacy(value))
    .replace(/^( {2}xgetbv1 after (?:first tilezero|tilezero of all 8) +=) 0x[26]/gm, '$1 0x?')
    .replace(/palette=0 rows0=\d+ colsb0=\d+$/gm, 'palette=0')
    .split('\n')
    .sort();
}

/**
 * The recorded processor was emulated: of #NM by XFD and #UD by TILECFG it raised #NM. Processors raise #UD
 * (`Choices.tilecfgAndXfd`), so that the one probe of both loads a configuration here.
 */
function probesSource(): string {
  const [both, source] = ['TRY("tilezero before ldtilecfg"', readFileSync(path.join(FIXTURES, 'probes.c'), 'utf8')];
  assert.ok(source.includes(both));
  return source.replace(both, `ldtilecfg(&CFG); ${both}`);
}

function withoutLegacy(digits: string): string {
  return (Number.parseInt(digits, 16) & ~7).toString(16);
}

describe('probes of Linux, run by xtrace exec', function () {
  this.timeout(0);
  const folder = new Folder();
  const recorded = groupsOf(readFileSync(path.join(FIXTURES, 'results.txt'), 'utf8'));
  let printed: ReadonlyMap<string, string> = new Map();

  before(async function () {
    needs(this, found('gcc'));
    const program = path.join(folder.path, 'amxtest');
    folder.write('probes.c', probesSource());
    const source = path.join(folder.path, 'probes.c');
    execFileSync('gcc', ['-static', '-O1', '-w', '-pthread', '-o', program, source]);
    // They execute /amxtest.
    const { out } = await xtrace(['exec', '--root', folder.path, '--machine', MACHINE, '--kernel', KERNEL, program]);
    printed = groupsOf(out);
  });

  after(() => folder.remove());

  for (const [name, group] of recorded) {
    if (LEFT_OUT.includes(name)) continue;
    it(`answers ${name} as the real kernel did`, () => {
      assert.deepEqual(comparable(printed.get(name) ?? ''), comparable(group));
    });
  }
});
