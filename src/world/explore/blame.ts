/** Who is to blame for a finding: what, put right, makes the same order harmless. */
import { MAINLINE } from '../../kernel/versions/mainline';
import { compareVersions } from '../../kernel/versions/version';
import { finish } from '../../machine/pausable';
import { conforming, underModel } from '../conform/conformance';
import { placeText } from '../conform/deviation';
import type { Load } from './forks';
import type { Injection } from './injection';
import { problemIn } from './shrink';
import type { Demands } from './walk';

const IN_CODE = /^\s*inject preempt at \S+\+0x/m;

/** A sentence; null where neither a step that is left out nor a later version makes a difference. */
export function blameFor(
  text: string,
  injections: readonly Injection[],
  key: string,
  load: Load,
  demands: Demands,
): string | null {
  const forgotten = injections.flatMap(({ variation, text: [line = ''] }) => (variation === 'without' ? [line] : []));
  const own = text.split('\n').flatMap((line) => (/^\s*without\s/.test(line) ? [line.trim()] : []));
  const isHarmless = (changed: string): boolean =>
    load(changed) !== undefined && problemIn(changed, key, load, demands) === undefined;
  const culprits = [...new Set([...forgotten, ...own])].filter((line) => isHarmless(withoutLine(text, line)));
  const [culprit] = culprits;
  if (culprit !== undefined) {
    const place = culprit.replace(/^without\s+/, '');
    return `The culprit is ${place}: with that step the same order is harmless.`;
  }
  // Under the model nobody is preempted within that code: to compare with it says nothing.
  const code = IN_CODE.test(text) ? undefined : blameOfCode(text, key, load, demands);
  if (code !== undefined) return code;
  const version = mendedIn(text, isHarmless, load);
  return version === undefined ? null : `Linux ${version} has mended it: there the same order is harmless.`;
}

/** Of a real kernel's code: where it first does otherwise than the model, under which the same order is harmless. */
function blameOfCode(text: string, key: string, load: Load, demands: Demands): string | undefined {
  const program = load(text);
  const vmlinux = program?.policy.vmlinux;
  if (!program || !vmlinux) return undefined;
  const modelled: Load = (changed) => {
    const found = load(changed);
    return found && underModel(found, vmlinux);
  };
  if (problemIn(text, key, modelled, demands)) return undefined;
  const { disagreement } = finish(conforming(program, vmlinux));
  if (!disagreement) return undefined;
  const { deviation, functions, line } = disagreement;
  const harmless = 'With the model the same order is harmless';
  if (deviation) return `The culprit is ${placeText(deviation.place)}: ${deviation.text}. ${harmless}.`;
  return `${harmless}. The code does otherwise from line ${line + 1} on, in ${[...new Set(functions)].join(', ')}.`;
}

function withoutLine(text: string, line: string): string {
  return text
    .split('\n')
    .filter((candidate) => candidate.trim() !== line)
    .join('\n');
}

/** The first later version of mainline in which it does not happen. */
function mendedIn(text: string, isHarmless: (text: string) => boolean, load: Load): string | undefined {
  const policy = load(text)?.policy;
  if (policy?.name !== 'linux') return undefined;
  const later = MAINLINE.filter((version) => compareVersions(version, policy.version) > 0);
  return later.find((version) => isHarmless(withVersion(text, version)));
}

function withVersion(text: string, version: string): string {
  return text.replace(/^(\s*kernel\s+linux\b)([^\n;]*)/m, (_line, kernel: string, options: string) => {
    const others = options.replace(/\s*\bversion=\S+/, '');
    return `${kernel} version=${version}${others}`;
  });
}
