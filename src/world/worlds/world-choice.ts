/** The worlds that a trace is run in: its own, and others with a kernel or a machine in the place of the trace's. */
import { DEFAULT_POLICY } from '../../language/checks/check-setting';
import type { TraceFiles } from '../../language/data/data-bytes';
import type { Declaration } from '../../language/tree/declaration';
import type { Trace } from '../../language/tree/statement';
import type { Pausable } from '../../machine/pausable';
import { DEFAULT_MODEL } from '../../machine/processor/models';
import { loadingTrace } from '../program/load-program';
import type { Overrides } from '../program/override';
import type { Program } from '../program/program';
import { parseVersions, type VersionRun } from './versions';

/** As the lines of a trace have them, without the keyword; the trace's own where one is left out. */
export type WorldChoice = Overrides;

export interface WorldSetting extends WorldChoice {
  /** What people call it. */
  readonly label: string;
}

/** Which worlds somebody asks for. */
export interface WorldChoices {
  /** As lines `kernel ...` of a trace have them: `linux version=6.12`, `explicit`. */
  readonly kernels?: readonly string[] | undefined;
  /** As lines `machine ...` have them. With several kernels: every kernel on every machine. */
  readonly machines?: readonly string[] | undefined;
  /** A range of versions of mainline, in place of kernels: `5.16..7.3`. One machine at most. */
  readonly versions?: string | undefined;
}

/** The worlds, or the option that cannot be used. */
export function chooseWorlds(
  trace: Trace,
  { kernels = [], machines = [], versions }: WorldChoices,
): readonly WorldSetting[] | { readonly option: string; readonly problem: string } {
  if (versions === undefined) {
    if (kernels.length + machines.length > 0) return settingsOf(trace, kernels, machines);
    return { option: 'kernel', problem: 'Name a kernel, a machine or versions to compare with.' };
  }
  const refused = (problem: string) => ({ option: 'versions', problem });
  if (kernels.length > 0) return refused('They stand in place of kernels: name the one or the other.');
  if (machines.length > 1) return refused('They are compared on one machine at a time.');
  const runs = parseVersions(versions);
  return 'problem' in runs ? refused(runs.problem) : versionSettings(trace, runs, machines[0]);
}

/** Every kernel on every machine; where that is one world only, the trace's own comes before it. */
export function settingsOf(trace: Trace, kernels: readonly string[], machines: readonly string[]): WorldSetting[] {
  const [ownKernel, ownMachine] = [kernelText(trace), machineText(trace)];
  const choices: WorldChoice[] = (machines.length > 0 ? machines : [undefined]).flatMap((machine) =>
    (kernels.length > 0 ? kernels : [undefined]).map((kernel) => ({
      ...(kernel !== undefined && { kernel }),
      ...(machine !== undefined && { machine }),
    })),
  );
  const label = ({ kernel = ownKernel, machine = ownMachine }: WorldChoice) =>
    [...(kernels.length > 0 ? [kernel] : []), ...(machines.length > 0 ? [machine] : [])].join(' on ');
  const own = choices.length === 1 ? [{ label: label({}) }] : [];
  return [...own, ...choices.map((choice) => ({ ...choice, label: label(choice) }))];
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
  choice: WorldChoice,
  files: TraceFiles | undefined,
): Pausable<Program | { readonly problem: LoadProblem }> {
  const { program, diagnostics, overrideProblem } = yield* loadingTrace(trace, { ...choice, ...(files && { files }) });
  if (overrideProblem)
    return { problem: { code: overrideProblem.keyword, line: -1, message: overrideProblem.message } };
  if (program) return program;
  const [error] = diagnostics.filter(({ severity }) => severity === 'error');
  if (!error) throw new TypeError('a trace without a program has an error');
  return { problem: { code: error.code, line: error.range.line, message: error.message } };
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
