/** A trace with all its addresses: what comes before any data is filled and any code is compiled. */

import { findPolicy, POLICIES } from '../../kernel/policies';
import type { Policy } from '../../kernel/routines/policy';
import { DEFAULT_POLICY } from '../../language/checks/check-setting';
import type { TraceFiles } from '../../language/data/data-bytes';
import { modelFromFile } from '../../language/data/machine-file';
import type { Diagnostic } from '../../language/errors/diagnostic';
import { evaluate } from '../../language/expressions/evaluate';
import type { Declaration } from '../../language/tree/declaration';
import type { Expression } from '../../language/tree/expression';
import type { Trace } from '../../language/tree/statement';
import type { Scope } from '../../language/vocabulary/value';
import { erratumRow } from '../../machine/architecture/errata';
import { parseMachineFlag } from '../../machine/architecture/feature';
import { fromLinear } from '../../machine/architecture/linear-address';
import { type Pausable, PIECE } from '../../machine/pausable';
import { CPU_MODELS, DEFAULT_MODEL } from '../../machine/processor/models';
import { Processor } from '../../machine/processor/processor';
import { bringsPrograms } from './check-programs';
import { codeSymbols } from './compile-code';
import { declareCpuid } from './declare-cpuid';
import { type LaidOutCode, layingOutCode, nopPlaceholder } from './layout-code';
import { LIBRARY_BASE, LibraryLoader } from './library';
import { type LaidOutSymbol, type PlacedData, placeData } from './place-data';
import { policyFromFile } from './policy-file';
import { Problems } from './problems';
import { CODE_BASE, CODE_BASE_BESIDE_PROGRAMS, DATA_BASE, type Placement, type Program } from './program';
import { checkFunctions, policyOfImage } from './vmlinux-file';

export interface LaidOut {
  readonly trace: Trace;
  readonly processor: Processor;
  readonly cpuCount: number;
  readonly errata: Program['errata'];
  readonly cpuid: ReturnType<typeof declareCpuid>;
  readonly policy: Policy;
  readonly policyOptions: Readonly<Record<string, string>>;
  readonly library: LibraryLoader;
  readonly symbols: ReadonlyMap<string, LaidOutSymbol>;
  /** Names that are known before anything runs. */
  readonly constants: Scope;
  readonly data: PlacedData;
  readonly code: LaidOutCode;
  /** All that is wrong; with an error among it there is nothing to build. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Lays out a trace that has been checked, in pieces. */
export function* layingOut(
  trace: Trace,
  files: TraceFiles | undefined,
  placement = placementOf(trace),
): Pausable<LaidOut> {
  const symbols = new Map<string, LaidOutSymbol>();
  const problems = new Problems();
  const { processor, cpuCount, errata } = makeMachine(trace, files, problems);
  const { policy, policyOptions } = choosePolicy(trace, files, problems);
  const library = new LibraryLoader(policy.name !== 'none', processor, placement.library);
  const constants = constantScope(symbols, library, processor);
  yield 0;
  const constant = (expression: Expression) => evaluate(expression, constants);
  const data = placeData(trace, symbols, constant, placement.data, { files, problems });
  yield 0;
  const code = yield* layingOutCode(trace, (name) => addressOf(name, symbols, library), constants, placement, problems);
  for (const label of codeSymbols(code)) {
    symbols.set(label.name, label);
    if (symbols.size % PIECE === PIECE - 1) yield 1;
  }
  const cpuid = declareCpuid(trace, constant, problems);
  const { found: diagnostics } = problems;
  return {
    trace,
    processor,
    cpuCount,
    errata,
    cpuid,
    policy,
    policyOptions,
    library,
    symbols,
    constants,
    data,
    code,
    diagnostics,
  };
}

/** Where a trace lies that runs here. */
function placementOf(trace: Trace): Placement {
  const code = bringsPrograms(trace) ? CODE_BASE_BESIDE_PROGRAMS : CODE_BASE;
  return { code, data: DATA_BASE, library: LIBRARY_BASE, placeholder: nopPlaceholder };
}

/** The declarations of one kind, in their order. */
export function declarations<K extends Declaration['kind']>(trace: Trace, kind: K): (Declaration & { kind: K })[] {
  const found: (Declaration & { kind: K })[] = [];
  for (const { declaration } of trace.declarations) {
    if (declaration.kind === kind) found.push(declaration as Declaration & { kind: K }); // by the test
  }
  return found;
}

function addressOf(
  name: string,
  symbols: ReadonlyMap<string, LaidOutSymbol>,
  library: LibraryLoader,
): bigint | undefined {
  const symbol = symbols.get(name);
  if (!symbol) return library.addressOf(name);
  return symbol.kind === 'data' ? fromLinear(symbol.address) : undefined;
}

/** Names that are known before anything runs: constants, and addresses of data and of built-in procs. */
function constantScope(
  symbols: ReadonlyMap<string, LaidOutSymbol>,
  library: LibraryLoader,
  processor: Processor,
): Scope {
  return {
    processor,
    name: (name) => {
      const symbol = symbols.get(name);
      if (!symbol) return library.addressOf(name);
      return symbol.kind === 'constant' ? symbol.value : fromLinear(symbol.address);
    },
  };
}

function makeMachine(
  trace: Trace,
  files: TraceFiles | undefined,
  problems: Problems,
): { processor: Processor; cpuCount: number; errata: number } {
  const machine = declarations(trace, 'machine')[0];
  const named = machine?.fromFile
    ? problems.attempt(machine.model.range, DEFAULT_MODEL, () => modelFromFile(machine.model, files))
    : CPU_MODELS.find(({ name }) => name === machine?.model.text);
  const model = named ?? DEFAULT_MODEL;
  const changes = (machine?.flags ?? []).flatMap(({ flag, present }) => {
    const feature = parseMachineFlag(flag.text);
    return feature ? [{ feature, present }] : [];
  });
  const option = (name: string) => machine?.options.find(({ key }) => key.text === name)?.value;
  const [cpus, erratum] = [option('cpus'), erratumRow(option('errata') ?? '')];
  return { processor: new Processor(model, changes), cpuCount: cpus ? Number(cpus) : 1, errata: erratum?.bit ?? 0 };
}

/** The policy and the options of a trace that has been checked. What the check could not see is added to the problems. */
export function choosePolicy(trace: Trace, files: TraceFiles | undefined, problems: Problems): Chosen {
  const kernel = declarations(trace, 'kernel')[0];
  const given = (kernel?.options ?? []).map(({ key, value }) => [key.text, value] as const);
  if (kernel?.fromFile) {
    const written = policyFromFile(kernel.policy, files);
    if (written.policy) return chosen(written.policy, [...Object.entries(written.given), ...given]);
  }
  const name = kernel?.image ? DEFAULT_POLICY : (kernel?.policy.text ?? DEFAULT_POLICY);
  const known = POLICIES.find((candidate) => candidate.name === name)!; // checked
  const { policyOptions } = chosen(known, given);
  if (kernel?.image) {
    const read = () => policyOfImage(kernel, files, policyOptions);
    const image = problems.attempt(kernel.policy.range, undefined, read);
    for (const diagnostic of image ? checkFunctions(trace, image.policy) : []) problems.add(diagnostic);
    if (image) return image;
  }
  return { policy: findPolicy(name, policyOptions) ?? known, policyOptions };
}

interface Chosen {
  readonly policy: Policy;
  readonly policyOptions: Readonly<Record<string, string>>;
}

function chosen(policy: Policy, given: readonly (readonly [string, string])[]): Chosen {
  const defaults = policy.options.map((option) => [option.name, option.default] as const);
  return { policy, policyOptions: Object.fromEntries([...defaults, ...given]) };
}
