/** The files that a declaration reads: data, the dump of a machine, a written policy, a program and its input. */
import type { Declaration } from '../tree/declaration';

export function filesNamedBy(declaration: Declaration): readonly string[] {
  switch (declaration.kind) {
    case 'data':
      return declaration.value.kind === 'file' ? [declaration.value.path] : [];
    case 'task':
      return taskFiles(declaration);
    default:
      return settingFiles(declaration);
  }
}

/** A core file: it names files in its turn, which may lie beside it. */
export function coreNamedBy(declaration: Declaration): readonly string[] {
  return declaration.kind === 'task' && declaration.core ? [declaration.core.path.text] : [];
}

/** The image of a kernel: too large to be read whole. */
export function imageNamedBy(declaration: Declaration): readonly string[] {
  return declaration.kind === 'kernel' && declaration.image ? [declaration.policy.text] : [];
}

/** Of these the contents say what a trace can say: a check reads them, too. */
export function settingFiles(declaration: Declaration): readonly string[] {
  if (declaration.kind === 'machine') return declaration.fromFile ? [declaration.model.text] : [];
  if (declaration.kind === 'kernel') return kernelFiles(declaration);
  return [];
}

/** A written policy, or the configuration of an image. */
function kernelFiles({ policy, fromFile, config }: Declaration & { kind: 'kernel' }): readonly string[] {
  if (config) return [config.text];
  return fromFile ? [policy.text] : [];
}

/** The core that it comes from, or the program that it runs and what that reads. */
function taskFiles({ core, exec }: Declaration & { kind: 'task' }): readonly string[] {
  if (core) return [core.path.text];
  if (!exec) return [];
  return exec.input ? [exec.path.text, exec.input.text] : [exec.path.text];
}
