/**
 * Where Linux can be preempted in the code of a real kernel's image: before each instruction that others could notice, or that
 * could notice others. Between two of them it is all the same when another task runs.
 */
import { ImageMemory } from '../../kernel/native/image-memory';
import { codePlaceText, preemptiblePlace } from '../../kernel/native/preemption';
import { HOOKS } from '../../kernel/native/seam/hooks';
import type { CodePlace } from '../../kernel/native/vmlinux';
import { GPR } from '../../machine/architecture/gpr';
import type { Instruction, Operand } from '../../machine/cpu/instruction';
import { compiledKernel, nativeHere } from '../compiled/kernel-image';
import { sourcePlaceAt } from '../compiled/source-place';
import type { Program } from '../program/program';
import type { World } from '../state/world';
import { isTelling } from '../worlds/kernel-way';

/** What is ours in an image acts on what all tasks share. */
const OURS: ReadonlySet<string> = new Set(HOOKS.flatMap(({ names }) => names));
/** Their operand in memory is an address, or nothing at all. */
const ACCESSES_NOTHING = /^(lea|nop|prefetch)/;

/** `xfd_update_state+0x1c`; undefined where nobody is preempted, or it makes no difference. */
export function codePlaceHere(world: World): string | undefined {
  const here = nativeHere(world);
  const { vmlinux } = world.program.policy;
  if (!here || !vmlinux) return undefined;
  const { cpu, native } = here;
  const place = preemptiblePlace({ vmlinux, memory: new ImageMemory(world.memory), cpu }, native);
  if (!place || !(isOurs(place) || isNoticed(world.code.fetch(cpu.access, cpu.rip).instruction))) return undefined;
  return codePlaceText(place);
}

/** With the line of C, where the image knows it: `xfd_update_state+0x1c (xstate.h:138)`. */
export function codePlaceStory(program: Program, text: string): string {
  const [name = '', offset = '0'] = text.split('+');
  const compiled = compiledKernel(program);
  const address = program.policy.vmlinux?.find(name);
  const source = address === undefined ? undefined : compiled && sourcePlaceAt(compiled, address + Number(offset));
  return source ? `${text} (${source.path.split('/').at(-1)}:${source.line + 1})` : text;
}

function isOurs({ name, offset }: CodePlace): boolean {
  return offset === 0 && OURS.has(name);
}

function isNoticed({ mnemonic, operands }: Instruction): boolean {
  return isTelling(mnemonic) || (!ACCESSES_NOTHING.test(mnemonic) && operands.some(isShared));
}

/** Memory that is not the function's own: what lies by RSP is on the stack of the task. */
function isShared(operand: Operand): boolean {
  if (operand.kind !== 'memory') return false;
  const { base, segment } = operand.memory;
  return segment !== undefined || base?.file !== 'gpr' || base.index !== GPR.RSP;
}
