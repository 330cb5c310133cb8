/** Events about what surrounds tasks: filters of their system calls, and CPUs that come and go. */

import type { Event } from '../tree/event';
import type { LineReader } from './line-reader';
import { parseExpression } from './parse-expression';

export function parseSeccomp(reader: LineReader): Event {
  const task = reader.name('the name of a task');
  const syscall = reader.name('the name of a system call');
  if (!reader.accept('=>')) throw reader.unexpected('`=>` and the answer, as in `=> -EPERM` or `=> kill`');
  if (reader.acceptKeyword('kill')) return { kind: 'seccomp', task, syscall, answer: 'kill' };
  return { kind: 'seccomp', task, syscall, answer: parseExpression(reader) };
}

export function parseHotplug(reader: LineReader): Event {
  const index = parseExpression(reader);
  const online = reader.acceptKeyword('on');
  if (!online && !reader.acceptKeyword('off')) throw reader.unexpected('`on` or `off` behind the number of the CPU');
  return { kind: 'hotplug', index, online };
}
