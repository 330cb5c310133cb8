/** Lines that are missing, or say too little: the header, a task, a feature of the machine, the permission to use tiles. */
import { rowsNamed } from '../../../machine/instructions';
import type { Checker } from '../../checks/checker';
import type { Range } from '../../errors/diagnostic';
import type { Declaration } from '../../tree/declaration';
import type { Statement, Trace } from '../../tree/statement';
import { type Edit, type Fix, inserting, type QuickFix } from './quick-fix';

export function headerFixes(): readonly Fix[] {
  return [{ title: 'Begin with `xtrace 1`', edits: [inserting(0, 0, 'xtrace 1\n')] }];
}

export function newEnd({ trace }: Checker): readonly Fix[] {
  const lines = trace.text.split('\n');
  const last = lines.length - 1;
  const column = lines[last]?.length ?? 0;
  return [
    { title: 'Write `end` behind the last line', edits: [inserting(last, column, column === 0 ? 'end\n' : '\nend\n')] },
  ];
}

/** Behind the last task, or else behind what sets the scene. */
export function newTask(checker: Checker, range: Range): readonly Fix[] {
  const task = `task ${checker.textAt(range)}`;
  return [{ title: `Declare \`${task}\``, edits: [declaring(checker.trace, task)] }];
}

/** The message says how many it takes: `cpus=2`. */
export function newCpus({ trace }: Checker, message: string): readonly Fix[] {
  const option = /\bcpus=\d+/.exec(message)?.[0];
  if (option === undefined) return [];
  const machine = machineOf(trace);
  if (!machine)
    return [{ title: `Write \`${option}\``, edits: [declaring(trace, `machine sapphire-rapids ${option}`)] }];
  const given = machine.declaration.options.find(({ key }) => key.text === 'cpus');
  const { line, end } = machine.range;
  const edit = given
    ? { range: { line, start: given.key.range.start, end: given.valueRange.end }, text: option }
    : inserting(line, end, ` ${option}`);
  return [{ title: `Write \`${option}\``, edits: [edit] }];
}

/** The message says which feature it takes: `machine zen4 +amx-tile`. */
export function featureFixes({ trace }: Checker, message: string): readonly Fix[] {
  const [, model = '', flag] = /`machine (\S+).* (\+[\w-]+)`/.exec(message) ?? [];
  if (flag === undefined) return [];
  const machine = machineOf(trace);
  const edit = machine
    ? inserting(machine.range.line, machine.range.end, ` ${flag}`)
    : declaring(trace, `machine ${model} ${flag}`);
  return [{ title: `Give the machine \`${flag.slice(1)}\``, edits: [edit] }];
}

const PERMISSION = 'syscall arch_prctl(ARCH_REQ_XCOMP_PERM, ARCH_XCOMP_TILEDATA)  => = 0';

/** Under kernels that want to be asked before tiles are used: to ask, above the first use on these lines. */
export function permissionFixes({ trace, setting }: Checker, first: number, last: number): readonly QuickFix[] {
  if (!ASKED.has(setting.policy?.name ?? '')) return [];
  for (const statement of trace.statements) {
    if (asksForPermission(statement)) return [];
    if (statement.line > last) return [];
    if (statement.line < first || !usesTiles(statement)) continue;
    const title = 'Ask for the permission to use tiles before this line';
    return [{ title, edits: [inserting(statement.line, 0, `    ${PERMISSION}\n`)] }];
  }
  return [];
}

const ASKED: ReadonlySet<string> = new Set(['linux', 'explicit']);

function asksForPermission(statement: Statement): boolean {
  return statement.kind === 'event' && statement.event.kind === 'syscall' && statement.event.name.text === 'arch_prctl';
}

/** LDTILECFG and its like need no permission: their component is not dynamic. */
function usesTiles(statement: Statement): boolean {
  if (statement.kind !== 'instruction') return false;
  const { mnemonic, operands } = statement.instruction;
  const isOfTiles = rowsNamed(mnemonic.text.toLowerCase()).some(({ features }) =>
    features.some((name) => name.startsWith('AMX')),
  );
  return isOfTiles && operands.some((operand) => operand.kind === 'register' && operand.name.startsWith('tmm'));
}

type MachineLine = { readonly declaration: Declaration & { readonly kind: 'machine' }; readonly range: Range };

function machineOf({ statements }: Trace): MachineLine | undefined {
  for (const statement of statements) {
    if (statement.kind !== 'declaration' || statement.declaration.kind !== 'machine') continue;
    return { declaration: statement.declaration, range: statement.range };
  }
  return undefined;
}

const SCENE: ReadonlySet<string> = new Set(['xtrace', 'machine', 'kernel', 'task']);

/** The edit that adds a line behind the header, the machine and the kernel. */
function declaring({ statements, text: trace }: Trace, text: string): Edit {
  const opening = statements.filter(
    (statement) => statement.kind === 'declaration' && SCENE.has(statement.declaration.kind),
  );
  const isTask = text.startsWith('task');
  const before = isTask ? opening : opening.slice(0, 1);
  const lines = trace.split('\n');
  const line = (before.at(-1)?.line ?? -1) + 1;
  if (line < lines.length) return inserting(line, 0, `${text}\n`);
  // The last line has no end of its own.
  return inserting(line - 1, lines[line - 1]?.length ?? 0, `\n${text}`);
}
