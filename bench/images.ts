/**
 * A real kernel's code: how soon it can be used, and what it costs. Only with XTRACE_VMLINUX=PATH, as such an image is too large to
 * be fetched for a measurement: scripts/conform-debian.sh fetches some.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readUsable } from '../src/kernel/native/requirements';
import { Vmlinux } from '../src/kernel/native/vmlinux';
import { finish } from '../src/machine/pausable';
import { openImageFile } from '../src/main/image-file';
import { conforming } from '../src/world/conform/conformance';
import { loadProgram } from '../src/world/program/load-program';
import type { Program } from '../src/world/program/program';
import { canConform, underVmlinux } from '../src/world/program/under-vmlinux';
import { advance } from '../src/world/run/moment';
import { startWorld } from '../src/world/run/start';
import type { World } from '../src/world/state/world';
import type { Row } from './row';

const GROUPS = 'test/traces/linux-6.1';
const FIRST_USE = `xtrace 1
machine sapphire-rapids
kernel linux
data cfg = tilecfg { tmm0: 16x64 }
task A
switch A
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA) => = 0
    ldtilecfg [cfg]
    tilezero tmm0 => #NM
`;
/** Steps of it before the one that uses a tile. */
const BEFORE = 3;

function read(file: string): Vmlinux {
  const vmlinux = readUsable(openImageFile(file));
  if (vmlinux instanceof Vmlinux) return vmlinux;
  throw new Error(`${file}: ${vmlinux.problem}`);
}

function programOf(text: string): Program {
  const { program } = loadProgram(text);
  if (!program) throw new Error('The trace has an error.');
  return program;
}

/** Of a trace, to where it has done so many steps. */
function goTo(world: World, steps: number): void {
  while (!world.ended && (world.flow.phase === 'boot' || world.flow.steps < steps)) advance(world);
}

/** Milliseconds that all threads of this process have computed: each takes seconds, in which other programs run too. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function rowsOf(file: string): readonly Row[] {
  return [
    {
      what: 'An image of a kernel read, placed, booted and patched',
      unit: 'ms',
      good: 'low',
      aim: 3000,
      limit: 'its symbols and types, and the pages that the image takes in memory',
      measure: () => ({
        samples: Array.from({ length: 5 }, () =>
          processorTime(() => goTo(startWorld(underVmlinux(programOf(FIRST_USE), read(file))), 0)),
        ),
      }),
    },
    {
      what: 'Memory of an image of a kernel that has booted',
      unit: 'MB',
      good: 'low',
      aim: 400,
      limit: 'what of the image lies in memory, its symbols and types, and the process itself',
      measure: () => {
        goTo(startWorld(underVmlinux(programOf(FIRST_USE), read(file))), 0);
        return { samples: [process.resourceUsage().maxRSS / 1024] };
      },
    },
    {
      what: 'A first use of tiles through the code of an image, from the instruction to its end',
      unit: 'ms',
      good: 'low',
      aim: 50,
      limit: 'each instruction of the kernel decoded for the first time',
      measure: () => {
        const program = underVmlinux(programOf(FIRST_USE), read(file));
        const samples = Array.from({ length: 5 }, () => {
          const world = startWorld(program);
          goTo(world, BEFORE);
          return processorTime(() => goTo(world, BEFORE + 1));
        });
        return { samples };
      },
    },
    {
      what: 'All recorded groups by the model and by the code of an image, compared after every step',
      unit: 's',
      good: 'low',
      aim: 60,
      limit: 'two runs of each, and an image that boots for each group',
      measure: () => {
        const vmlinux = read(file);
        const milliseconds = processorTime(() => {
          for (const name of readdirSync(GROUPS)) {
            const program = programOf(readFileSync(path.join(GROUPS, name), 'utf8'));
            if (canConform(program)) finish(conforming(program, vmlinux));
          }
        });
        return { samples: [milliseconds / 1000] };
      },
    },
  ];
}

const { XTRACE_VMLINUX: FILE } = process.env;

export const IMAGE_ROWS: readonly Row[] = FILE === undefined ? [] : rowsOf(FILE);
