/** The kernel of `kernel vmlinux "FILE"`: the image of a real one, and what a trace may take out of it. */
import type { ElfProblem } from '../../elf/elf-file';
import type { ByteSource } from '../../elf/image/byte-source';
import { readUsable } from '../../kernel/native/requirements';
import { Vmlinux } from '../../kernel/native/vmlinux';
import { vmlinuxPolicy } from '../../kernel/policies/vmlinux';
import type { Policy } from '../../kernel/routines/policy';
import { requireInside, type TraceFiles } from '../../language/data/data-bytes';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { atRange, ExpressionError } from '../../language/errors/expression-error';
import { takenOutText } from '../../language/events/routine-steps';
import type { Name } from '../../language/tree/name';
import type { Trace } from '../../language/tree/statement';

/** Whoever changes a trace loads it again and again: an image is read once for those who open it once. */
const known = new WeakMap<ByteSource, Vmlinux | ElfProblem>();

/**
 * Undefined where nobody wants to read the image yet.
 *
 * @param options of `linux`. @throws ExpressionError for a file that is no usable image.
 */
export function policyOfImage(
  { text: path, range }: Name,
  files: TraceFiles | undefined,
  options: Readonly<Record<string, string>>,
): Policy | undefined {
  requireInside(path, range);
  return atRange(range, () => {
    if (!files?.openImage)
      throw new ExpressionError('no-files', `There are no files here, so "${path}" cannot be read.`);
    const source = files.openImage(path);
    if (!source) return undefined;
    const read = known.get(source) ?? readUsable(source);
    known.set(source, read);
    if (read instanceof Vmlinux) return vmlinuxPolicy(read, { ...options, version: read.version });
    throw new ExpressionError('bad-vmlinux', `"${path}" cannot be used as a kernel. ${read.problem}`);
  });
}

/** What \`without\` and \`with\` name must be in the image, unless it is a step of a routine. */
export function checkFunctions({ statements }: Trace, { vmlinux, routines }: Policy): readonly Diagnostic[] {
  if (!vmlinux) return [];
  const found: Diagnostic[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'event') continue;
    const { event } = statement;
    if (event.kind !== 'without' && event.kind !== 'with') continue;
    const { routine } = event;
    if (event.step && routines.some(({ name }) => name === routine.text)) continue;
    const [, name = '', offset] = /^(.*?)(?:\+(\w+))?$/.exec(takenOutText(event)) ?? [];
    const problem = functionProblem(vmlinux, name, offset);
    if (problem !== undefined) found.push(errorAt(routine.range, 'unknown-kernel-function', problem));
  }
  return found;
}

function functionProblem(vmlinux: Vmlinux, name: string, offset: string | undefined): string | undefined {
  const address = vmlinux.find(name);
  if (address === undefined)
    return `The image has no function \`${name}\`: it may be inlined everywhere. Look at the disassembly of its callers.`;
  const size = vmlinux.sizeOf(name);
  if (offset === undefined || size === 0 || Number(offset) < size) return undefined;
  return `\`${name}\` has ${size} bytes, so nothing of it lies at +${offset}.`;
}
