/** `cpuid LEAF.SUBLEAF REG = VALUE [of TASK's guest]`. */

import type { Declaration } from '../tree/declaration';
import type { Name } from '../tree/name';
import type { LineReader } from './line-reader';
import { parseExpression } from './parse-expression';

export const CPUID_REGISTERS: readonly string[] = ['eax', 'ebx', 'ecx', 'edx'];

const PLACE = /^(?:0x)?([0-9a-f]{1,8})\.(?:0x)?([0-9a-f]{1,8})$/i;
const OWNER = /^([A-Za-z_]\w*)'s$/;

export function parseCpuid(reader: LineReader): Declaration {
  const place = reader.word('a leaf and a subleaf, as in `0xd.1`');
  const [, leaf, subleaf] = PLACE.exec(place.text) ?? [];
  if (leaf === undefined || subleaf === undefined) {
    const message = `\`${place.text}\` is no leaf with a subleaf: write both in hexadecimal, as in \`0xd.1\` or \`7.0\`.`;
    throw reader.problem('unexpected-token', message, place.range);
  }
  const register = CPUID_REGISTERS.findIndex((name) => reader.acceptKeyword(name));
  if (register < 0) throw reader.unexpected('EAX, EBX, ECX or EDX');
  reader.expect('=', 'and a value behind the register');
  const value = parseExpression(reader);
  const answer = { kind: 'cpuid', leaf: hex(leaf), subleaf: hex(subleaf), register, value } as const;
  return reader.acceptKeyword('of') ? { ...answer, task: parseOwner(reader) } : answer;
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

function parseOwner(reader: LineReader): Name {
  const word = reader.word("whose guest, as in `of A's guest`");
  const name = OWNER.exec(word.text)?.[1];
  if (name === undefined) {
    throw reader.problem('unexpected-token', "Whose guest? Write `of A's guest`, with the name of a task.", word.range);
  }
  if (!reader.acceptKeyword('guest')) throw reader.unexpected(`\`guest\` behind \`${word.text}\``);
  return { text: name, range: { ...word.range, end: word.range.end - "'s".length } };
}
