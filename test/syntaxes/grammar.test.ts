import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withWords } from '../../scripts/grammar-words';
import { FUNCTIONS } from '../../src/language/expressions/functions';
import { DATA_TYPES } from '../../src/language/syntax/data-type';
import { STATEMENTS } from '../../src/language/syntax/statements';
import { KERNEL_CONSTANTS, MSR_CONSTANTS } from '../../src/language/vocabulary/constants';
import { COMPONENTS } from '../../src/machine/architecture/component';
import { EXCEPTIONS } from '../../src/machine/architecture/exception';
import { registerNames } from '../../src/machine/cpu/register-names';
import { scopesOf, wordsOf } from './tokens';

/** Asserts the innermost scope of some words of a line. */
async function assertScopes(line: string, expected: Readonly<Record<string, string>>): Promise<void> {
  const actual = await scopesOf(line);
  for (const [word, scope] of Object.entries(expected)) assert.equal(actual[word], scope, `${word} in ${line}`);
}

describe('Grammar of traces: comments', () => {
  it('begin with a semicolon, two slashes, or a number sign with a space behind it', async () => {
    await assertScopes('nop ; semicolon', { semicolon: 'comment.line.semicolon' });
    await assertScopes('nop // slashes', { slashes: 'comment.line.double-slash' });
    await assertScopes('nop # number sign', { 'number sign': 'comment.line.number-sign' });
    assert.equal((await wordsOf('nop #')).at(-1)?.scopes[0], 'comment.line.number-sign.xtrace');
  });

  it('do not begin with the name of an exception', async () => {
    for (const { mnemonic } of EXCEPTIONS) {
      for (const line of [
        `tilezero tmm0 => ${mnemonic}`,
        `idt ${mnemonic} = handler`,
        `nop => ok, ${mnemonic} ; why`,
      ]) {
        const word = (await wordsOf(line)).find(({ text }) => text === mnemonic.slice(1));
        assert.equal(word?.scopes.at(-1), 'constant.language.exception.xtrace', line);
      }
    }
  });

  it('do not begin inside a string', async () => {
    const words = await wordsOf('expect xfd == 0, "a; b // c # d" ; comment');
    const comments = words.filter(({ scopes }) => scopes[0]?.startsWith('comment'));
    assert.deepEqual(
      comments.map(({ text }) => text),
      [';', 'comment'],
    );
  });
});

describe('Grammar of traces: the words of the language', () => {
  for (const { keyword, example, kind } of STATEMENTS) {
    it(`${keyword} is a keyword, in any case`, async () => {
      const scope = kind === 'declaration' ? /^keyword\.(other|control)/ : /^keyword\.control/;
      for (const line of [example, `  ${example.replace(keyword, keyword.toUpperCase())}`, `@1.5 ${example}`]) {
        const first = (await wordsOf(line)).find(({ text }) => text.toLowerCase() === keyword);
        assert.match(first?.scopes.at(-1) ?? '', scope, line);
      }
    });
  }

  it('are those of the tables: run `npx tsx scripts/grammar.ts` after a change of them', () => {
    const grammar = readFileSync(path.join(__dirname, '../../syntaxes/xtrace.tmLanguage.json'), 'utf8');
    assert.equal(grammar, withWords(grammar));
  });

  it('registers, in instructions and in expressions', async () => {
    const segments = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];
    for (const name of registerNames()) {
      if (segments.includes(name))
        await assertScopes(`mov ${name}, eax`, { [name]: 'variable.language.register.segment' });
      else await assertScopes(`nop ${name}`, { [name]: 'variable.language.register' });
    }
    await assertScopes('expect A.tmm0.i32[0][0] == cpu[1].xfd', {
      tmm0: 'variable.language.register',
      i32: 'storage.type.element',
      cpu: 'variable.language.object',
      xfd: 'variable.language.register',
    });
  });

  it('element types, components, functions and kernel constants', async () => {
    for (const type of DATA_TYPES) {
      await assertScopes(`data a = ${type}[4] zero`, { [type]: 'storage.type.element', a: 'variable.other.data' });
    }
    for (const { id } of COMPONENTS) await assertScopes(`expect xfd == ${id}`, { [id]: 'support.constant.component' });
    for (const { name } of FUNCTIONS) await assertScopes(`expect ${name}(1, 2)`, { [name]: 'support.function' });
    for (const { name } of KERNEL_CONSTANTS) {
      const word = (await scopesOf(`syscall f(${name})`))[name];
      assert.match(word ?? '', /^support\.constant\.(kernel|signal)$/, name);
    }
    for (const { name } of MSR_CONSTANTS) await assertScopes(`mov ecx, ${name}`, { [name]: 'support.constant.msr' });
  });

  it('numbers of every kind, and the shapes of tiles', async () => {
    await assertScopes('const a = 10 + 0x1F + 0b101 + 1_000 + 1.5 + 2e-3 + inf', {
      '10': 'constant.numeric.decimal',
      '0x1F': 'constant.numeric.hex',
      '0b101': 'constant.numeric.binary',
      '1_000': 'constant.numeric.decimal',
      '1.5': 'constant.numeric.float',
      '2e-3': 'constant.numeric.float',
      inf: 'constant.numeric.float',
    });
    await assertScopes('data c = tilecfg { tmm0: 15x60 }', {
      '15': 'constant.numeric.shape',
      '60': 'constant.numeric.shape',
    });
    await assertScopes('data c = zero 0x40', { '0x40': 'constant.numeric.hex' });
  });

  it('outcomes, and the results of calls', async () => {
    await assertScopes('tilezero tmm0 => #NM, SIGILL, killed', {
      '=>': 'keyword.operator.outcome',
      SIGILL: 'support.constant.signal',
      killed: 'constant.language.outcome',
    });
    await assertScopes('syscall exit(0) => = -EPERM', {
      '=': 'keyword.operator.result',
      EPERM: 'support.constant.kernel',
    });
  });

  it('labels, also in front of an instruction, and where one jumps to', async () => {
    await assertScopes('.L3: dec ecx', { '.L3': 'entity.name.label', dec: 'support.function.mnemonic' });
    await assertScopes('jne .L3', { '.L3': 'entity.name.label' });
    await assertScopes('loop: nop', { loop: 'entity.name.label', nop: 'support.function.mnemonic' });
  });

  it('has the braces of an encoding ahead of a mnemonic, and default flags behind it', async () => {
    const scopes = { add: 'support.function.mnemonic', r31b: 'variable.language.register' };
    for (const brace of ['{nf}', '{ NF }', '{rex2}', '{vex}', '{evex}']) {
      for (const line of [`${brace} add r31b, 1`, `l: ${brace}add r31b, 1`, `@1.5 ${brace} add r31b, 1`])
        await assertScopes(line, { ...scopes, [brace]: 'storage.modifier.decorator' });
    }
    for (const flags of ['{dfv=}', '{dfv=zf,cf}', '{ dfv = of, sf }'])
      await assertScopes(`ccmpne ${flags} r31b, 5`, {
        ccmpne: 'support.function.mnemonic',
        [flags]: 'storage.modifier.decorator',
        r31b: 'variable.language.register',
      });
  });

  it('syscall, which alone is an instruction', async () => {
    await assertScopes('syscall', { syscall: 'support.function.mnemonic' });
    await assertScopes('syscall exit(0)', { syscall: 'keyword.control.event', exit: 'entity.name.function.syscall' });
  });

  it('keywords only where a statement begins', async () => {
    await assertScopes('lea rax, [stop + rcx]', { stop: 'variable.other' });
  });

  it('the expressions inside the text of print, and inside the message of expect', async () => {
    await assertScopes('print "it is {A.fpstate.size} {{no}}"', {
      size: 'variable.other.property',
      '{{': 'constant.character.escape',
      no: 'string.quoted.double.template',
    });
    await assertScopes('expect A.state == "{x}", "is {xfd}" ; why', {
      '{x}': 'string.quoted.double',
      xfd: 'variable.language.register',
      why: 'comment.line.semicolon',
    });
    await assertScopes('expect contains("{a}", "{b}")', {
      '{a}': 'string.quoted.double',
      '{b}': 'string.quoted.double',
    });
  });

  it('end with the line: what is left open does not reach the next', async () => {
    for (const open of ['print "text {xfd', 'expect (1', 'expect 1, "text', 'data a = tilecfg {', 'nop => #PF(']) {
      const words = await wordsOf(`${open}\nswitch A`);
      assert.deepEqual(words.at(-1), { text: 'A', scopes: ['entity.name.type.task.xtrace'] }, open);
    }
  });
});

describe('Grammar injection into Markdown', () => {
  it('highlights a fence marked xtrace, to its end', async () => {
    const words = await wordsOf('# Title\n```xtrace\ntilezero tmm0 => #NM\n```\nswitch A', 'text.html.markdown');
    const scopesFor = (text: string) => words.find((word) => word.text === text)?.scopes ?? [];
    assert(scopesFor('tilezero').includes('support.function.mnemonic.xtrace'));
    assert(scopesFor('tilezero').includes('meta.embedded.block.xtrace'));
    assert.deepEqual(scopesFor('switch A'), []);
  });

  it('takes words behind the language, and leaves other fences alone', async () => {
    const marked = await wordsOf('~~~ xtrace title="x"\nnop\n~~~', 'text.html.markdown');
    assert(marked.some(({ scopes }) => scopes.includes('support.function.mnemonic.xtrace')));
    const other = await wordsOf('```xtraces\nnop\n```', 'text.html.markdown');
    assert(!other.some(({ scopes }) => scopes.some((scope) => scope.includes('mnemonic'))));
  });
});

describe('Grammar of kernel routines', () => {
  it('is C with registers, exceptions, and comments that name the source', async () => {
    const text = '/* #NM: see arch/x86/kernel/traps.c */\nif (rdmsr(MSR_IA32_XFD_ERR)) // why';
    const scopes = await scopesOf(text, 'source.xtrace-kernel');
    assert.equal(scopes['#NM'], 'constant.language.exception.xtrace-kernel');
    assert.equal(scopes['arch/x86/kernel/traps.c'], 'string.unquoted.path.xtrace-kernel');
    assert.equal(scopes.if, 'keyword.control.c');
    assert.equal(scopes.MSR_IA32_XFD_ERR, 'variable.language.register.xtrace-kernel');
    assert.equal(scopes.why, 'comment.line.double-slash.xtrace-kernel');
  });
});
