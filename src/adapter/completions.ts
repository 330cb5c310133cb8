/** Completion in the console: names that expressions can begin with, and members behind a dot. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DATA_TYPES } from '../language/data-type';
import { FUNCTIONS } from '../language/functions';
import { COMPONENTS } from '../machine/component';
import { GPR_NAMES } from '../machine/cpu';
import type { Debuggee } from './debuggee';

type ItemType = DebugProtocol.CompletionItemType;

interface Candidate {
  readonly label: string;
  readonly type: ItemType;
  readonly detail?: string;
}

const CONTROL = [
  'rip',
  'rflags',
  'cr0',
  'cr2',
  'cr4',
  'cpl',
  'mxcsr',
  'pkru',
  'xcr0',
  'xss',
  'xfd',
  'xfd_err',
  'xinuse',
];
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);
const REGISTERS = [
  ...GPR_NAMES,
  ...CONTROL,
  'tilecfg',
  ...numbered('tmm', 8),
  ...['xmm', 'ymm', 'zmm'].flatMap((name) => numbered(name, 32)),
  ...numbered('k', 8),
];

const FPSTATE = ['size', 'user_size', 'xfeatures', 'address', 'xstate_bv', 'xcomp_bv'];
const TASK = ['state', 'cpu', 'pid', 'signal', 'perm', 'xfd', 'fpstate', 'sigaltstack'];

/** `column` is zero-based: completions are for what stands before it. */
export function completions(debuggee: Debuggee, input: string, column: number): DebugProtocol.CompletionItem[] {
  const before = input.slice(0, column);
  const [, path = '', prefix = ''] = /((?:[\w\]]|\[[^\]]*)*\.)?(\w*)$/.exec(before) ?? [];
  const candidates = path ? membersOf(debuggee, path.slice(0, -1)) : names(debuggee);
  const lower = prefix.toLowerCase();
  return candidates
    .filter(({ label }) => label.toLowerCase().startsWith(lower))
    .map(({ label, type, detail }) => ({
      label,
      type,
      ...(detail ? { detail } : {}),
      start: column - prefix.length,
      length: prefix.length,
    }));
}

function names({ program, engine }: Debuggee): readonly Candidate[] {
  const symbols = [...program.symbols.values()].map(
    ({ name, kind }): Candidate => ({
      label: name,
      type: kind === 'data' ? 'variable' : kind === 'constant' ? 'value' : 'function',
      detail: kind,
    }),
  );
  const tasks = (engine.world.kernel?.state.tasks ?? []).map(
    ({ name }): Candidate => ({ label: name, type: 'class', detail: 'task' }),
  );
  const plain = (labels: readonly string[], type: ItemType, detail: string) =>
    labels.map((label): Candidate => ({ label, type, detail }));
  return [
    ...symbols,
    ...tasks,
    ...plain(REGISTERS, 'variable', 'register'),
    ...plain(
      COMPONENTS.map(({ id }) => id),
      'enum',
      'component mask',
    ),
    ...plain(DATA_TYPES, 'keyword', 'memory at an address'),
    ...plain(
      FUNCTIONS.map(({ name }) => name),
      'function',
      'function',
    ),
    ...plain(['kernel', 'last', 'cpu'], 'module', ''),
  ];
}

function membersOf({ engine }: Debuggee, path: string): readonly Candidate[] {
  const fields = (labels: readonly string[]) => labels.map((label): Candidate => ({ label, type: 'field' }));
  const kernel = engine.world.kernel?.state;
  const last = path.split('.').at(-1) ?? '';
  if (path === 'kernel') return fields(Object.keys(kernel?.counters ?? {}));
  if (path === 'last') return fields(['exception', 'result']);
  if (last === 'fpstate') return fields(FPSTATE);
  if (last === 'sigaltstack') return fields(['size']);
  if (last === 'tilecfg') return fields(['palette', 'start_row']);
  if (/^tmm\d+$/.test(last)) return fields(['rows', 'colsb', ...DATA_TYPES]);
  if (/^[xyz]mm\d+$/.test(last)) return fields(DATA_TYPES);
  if (/^cpu\[/.test(path)) return fields(REGISTERS);
  if (kernel?.tasks.some(({ name }) => name === path)) return fields([...TASK, ...REGISTERS]);
  return [];
}
