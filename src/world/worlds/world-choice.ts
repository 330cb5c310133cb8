/** The worlds that a trace is run in: its own, and others with a kernel or a machine in the place of the trace's. */
import type { Vmlinux } from '../../kernel/native/vmlinux';
import { DEFAULT_POLICY } from '../../language/checks/check-setting';
import type { TraceFiles } from '../../language/data/data-bytes';
import type { Declaration } from '../../language/tree/declaration';
import type { Trace } from '../../language/tree/statement';
import type { Pausable } from '../../machine/pausable';
import { DEFAULT_MODEL } from '../../machine/processor/models';
import { loadingTrace } from '../program/load-program';
import type { Overrides } from '../program/override';
import type { Program } from '../program/program';
import { canConform, underVmlinux } from '../program/under-vmlinux';
import { parseVersions, type VersionRun } from './versions';

/** As the lines of a trace have them, without the keyword; the trace's own where one is left out. */
export interface WorldChoice extends Overrides {
  /** The image of a real kernel, which stands for `kernel linux`. */
  readonly vmlinux?: Vmlinux;
}

export interface WorldSetting extends WorldChoice {
  /** What people call it. */
  readonly label: string;
}

/** The image of a real kernel, and what people call it. */
export interface KernelImage {
  readonly label: string;
  readonly vmlinux: Vmlinux;
}

/** Which worlds somebody asks for. */
export interface WorldChoices {
  /** As lines `kernel ...` of a trace have them: `linux version=6.12`, `explicit`. */
  readonly kernels?: readonly string[] | undefined;
  /** Images of real kernels, beside those kernels. */
  readonly images?: readonly KernelImage[] | undefined;
  /** As lines `machine ...` have them. With several kernels: every kernel on every machine. */
  readonly machines?: readonly string[] | undefined;
  /** A range of versions of mainline, in place of kernels: `5.16..7.3`. One machine at most. */
  readonly versions?: string | undefined;
}

/** The worlds, or the option that cannot be used. */
export function chooseWorlds(
  trace: Trace,
  { kernels = [], images = [], machines = [], versions }: WorldChoices,
): readonly WorldSetting[] | { readonly option: string; readonly problem: string } {
  if (versions === undefined) {
    if (kernels.length + images.length + machines.length > 0) return settingsOf(trace, { kernels, images, machines });
    return { option: 'kernel', problem: 'Name a kernel, an image, a machine or versions to compare with.' };
  }
  const refused = (problem: string) => ({ option: 'versions', problem });
  if (kernels.length + images.length > 0) return refused('They stand in place of kernels: name the one or the other.');
  if (machines.length > 1) return refused('They are compared on one machine at a time.');
  const runs = parseVersions(versions);
  return 'problem' in runs ? refused(runs.problem) : versionSettings(trace, runs, machines[0]);
}

type Listed = Required<{ readonly [K in 'kernels' | 'images' | 'machines']: NonNullable<WorldChoices[K]> }>;

/** Every kernel on every machine; where that is one world only, the trace's own comes before it. */
function settingsOf(trace: Trace, { kernels, images, machines }: Listed): WorldSetting[] {
  const [ownKernel, ownMachine] = [kernelText(trace), machineText(trace)];
  const named: WorldSetting[] = [
    ...kernels.map((kernel) => ({ label: kernel, kernel })),
    ...images.map(({ label, vmlinux }) => ({ label, vmlinux })),
  ];
  const hasKernels = named.length > 0;
  const label = (kernel: string, machine: string) =>
    [...(hasKernels ? [kernel] : []), ...(machines.length > 0 ? [machine] : [])].join(' on ');
  const choices = (machines.length > 0 ? machines : [undefined]).flatMap((machine) =>
    (hasKernels ? named : [{ label: ownKernel }]).map((kernel) => ({
      ...kernel,
      label: label(kernel.label, machine ?? ownMachine),
      ...(machine !== undefined && { machine }),
    })),
  );
  const own = choices.length === 1 ? [{ label: label(ownKernel, ownMachine) }] : [];
  return [...own, ...choices];
}

/** Linux of each version, with the other options that the trace gives it. */
export function versionSettings(trace: Trace, runs: readonly VersionRun[], machine?: string): WorldSetting[] {
  const own = kernelOf(trace);
  const options = own?.policy.text === DEFAULT_POLICY ? own.options : [];
  const others = options.filter(({ key }) => key.text !== 'version').map(({ key, value }) => ` ${key.text}=${value}`);
  return runs.map(({ first, last }) => ({
    label: first === last ? first : `${first} to ${last}`,
    kernel: `${DEFAULT_POLICY} version=${first}${others.join('')}`,
    ...(machine !== undefined && { machine }),
  }));
}

/** Why a trace cannot be run in a world. */
export interface LoadProblem {
  readonly code: string;
  /** Zero-based; -1 for what stands in no trace. */
  readonly line: number;
  readonly message: string;
}

/** The program of a world, or why there is none. */
export function* loadingWorld(
  trace: Trace,
  { vmlinux, ...choice }: WorldChoice,
  files: TraceFiles | undefined,
): Pausable<Program | { readonly problem: LoadProblem }> {
  const { program, diagnostics, overrideProblem } = yield* loadingTrace(trace, { ...choice, ...(files && { files }) });
  if (overrideProblem)
    return { problem: { code: overrideProblem.keyword, line: -1, message: overrideProblem.message } };
  if (program) return vmlinux ? underImage(program, vmlinux) : program;
  const [error] = diagnostics.filter(({ severity }) => severity === 'error');
  if (!error) throw new TypeError('a trace without a program has an error');
  return { problem: { code: error.code, line: error.range.line, message: error.message } };
}

/** What the option is called that names it. */
const IMAGE_OPTION = 'vmlinux';

function underImage(program: Program, vmlinux: Vmlinux): Program | { readonly problem: LoadProblem } {
  if (canConform(program)) return underVmlinux(program, vmlinux);
  const message = `The image of a kernel stands for \`kernel linux\`, and the trace is for \`kernel ${program.policy.name}\`.`;
  return { problem: { code: IMAGE_OPTION, line: -1, message } };
}

function kernelOf(trace: Trace): (Declaration & { kind: 'kernel' }) | undefined {
  const found = trace.declarations.find(({ declaration }) => declaration.kind === 'kernel')?.declaration;
  return found?.kind === 'kernel' ? found : undefined;
}

function kernelText(trace: Trace): string {
  const own = kernelOf(trace);
  if (!own) return DEFAULT_POLICY;
  const { fromFile, image, policy } = own;
  const name = fromFile || image ? `${image ? 'vmlinux' : 'policy'} "${policy.text}"` : policy.text;
  return [name, ...own.options.map(({ key, value }) => `${key.text}=${value}`)].join(' ');
}

function machineText(trace: Trace): string {
  const own = trace.declarations.find(({ declaration }) => declaration.kind === 'machine')?.declaration;
  if (own?.kind !== 'machine') return DEFAULT_MODEL.name;
  const flags = own.flags.map(({ flag, present }) => `${present ? '+' : '-'}${flag.text}`);
  return [own.model.text, ...own.options.map(({ key, value }) => `${key.text}=${value}`), ...flags].join(' ');
}
