/** The kernel of `kernel vmlinux "FILE"`: the image of a real one, and what a trace may take out of it. */
import type { ElfProblem } from '../../elf/elf-file';
import type { ByteSource } from '../../elf/image/byte-source';
import { configOption, type KernelConfig, readKernelConfig } from '../../kernel/native/kernel-config';
import { readUsable } from '../../kernel/native/requirements';
import { Vmlinux } from '../../kernel/native/vmlinux';
import { vmlinuxPolicy } from '../../kernel/policies/vmlinux';
import type { Policy } from '../../kernel/routines/policy';
import { filesOf, requireInside, type TraceFiles } from '../../language/data/data-bytes';
import { type Diagnostic, errorAt } from '../../language/errors/diagnostic';
import { atRange, ExpressionError } from '../../language/errors/expression-error';
import { bytesText } from '../../language/errors/limits';
import { kernelPlaceText } from '../../language/events/routine-steps';
import type { Declaration } from '../../language/tree/declaration';
import type { Name } from '../../language/tree/name';
import type { Trace } from '../../language/tree/statement';

type Kernel = Declaration & { kind: 'kernel' };

/** Debian's, which sets more than most, has a third of that. */
const MOST_CONFIG_BYTES = 1 << 20;

/** Whoever changes a trace loads it again and again: an image is read once for those who open it once. */
const known = new WeakMap<ByteSource, Vmlinux | ElfProblem>();

/**
 * Undefined where nobody wants to read the image yet.
 *
 * @param options of `linux`. @throws ExpressionError for a file that is no usable image.
 */
export function policyOfImage(
  kernel: Kernel,
  files: TraceFiles | undefined,
  options: Readonly<Record<string, string>>,
): { readonly policy: Policy; readonly policyOptions: Readonly<Record<string, string>> } | undefined {
  const { config } = kernel;
  const said = config && readConfig(config, kernel, files);
  const vmlinux = readImage(kernel.policy, files);
  if (!vmlinux) return undefined;
  const { version } = vmlinux;
  if (said && said.version !== '' && said.version !== version) {
    const message = `"${config.text}" is the configuration of Linux ${said.version}, and "${kernel.policy.text}" is ${version}.`;
    throw new ExpressionError('bad-vmlinux', message, config.range);
  }
  const policyOptions = { ...options, ...(said && { config: configOption(said) }), version };
  return { policy: vmlinuxPolicy(vmlinux, policyOptions), policyOptions };
}

function readImage({ text: path, range }: Name, files: TraceFiles | undefined): Vmlinux | undefined {
  requireInside(path, range);
  return atRange(range, () => {
    if (!files?.openImage)
      throw new ExpressionError('no-files', `There are no files here, so "${path}" cannot be read.`);
    const source = files.openImage(path);
    if (!source) return undefined;
    const read = known.get(source) ?? readUsable(source);
    known.set(source, read);
    if (read instanceof Vmlinux) return read;
    throw new ExpressionError('bad-vmlinux', `"${path}" cannot be used as a kernel. ${read.problem}`);
  });
}

/** @throws ExpressionError for a file that is no configuration, or that cannot be read. */
function readConfig({ text: path, range }: Name, { options }: Kernel, files: TraceFiles | undefined): KernelConfig {
  const other = options.find(({ key }) => key.text === 'config');
  if (other) {
    const message = `"${path}" says how the kernel is configured: leave out \`config=${other.value}\`.`;
    throw new ExpressionError('bad-option-value', message, other.key.range);
  }
  return atRange(range, () => {
    const source = filesOf({ path, range }, files);
    if (source.sizeOf(path) > MOST_CONFIG_BYTES) {
      const most = bytesText(MOST_CONFIG_BYTES);
      throw new ExpressionError('file-too-large', `The configuration of a kernel has at most ${most}.`);
    }
    const text = Array.from(source.read(path), (byte) => String.fromCharCode(byte)).join('');
    const read = readKernelConfig(text);
    if (read) return read;
    throw new ExpressionError(
      'bad-vmlinux',
      `"${path}" is no configuration of a kernel for x86-64, as it has no line CONFIG_X86_64=y: \`make\` leaves one in \`.config\`.`,
    );
  });
}

/** What \`without\`, \`with\` and \`inject preempt\` name must be in the image, unless it is a step of a routine. */
export function checkFunctions({ statements }: Trace, { vmlinux, routines }: Policy): readonly Diagnostic[] {
  if (!vmlinux) return [];
  const found: Diagnostic[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'event') continue;
    const { event } = statement;
    if (event.kind !== 'without' && event.kind !== 'with' && event.kind !== 'inject-preempt') continue;
    const { routine } = event;
    if (event.step && routines.some(({ name }) => name === routine.text)) continue;
    const [, name = '', offset] = /^(.*?)(?:\+(\w+))?$/.exec(kernelPlaceText(event)) ?? [];
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
