/**
 * The built-in procs as machine code (ISO C, 7.24 and 7.22.4.1; System V ABI for x86-64). They lie below the program, where
 * a direct call reaches them, and only where a trace calls one that it does not declare. They have no lines, so that the
 * debugger passes over them.
 */
import { parseTrace } from '../../language/parser';
import { libraryProc } from '../../language/vocabulary/library-procs';
import { EMPTY_SCOPE } from '../../language/vocabulary/value';
import type { LinearAddress } from '../../machine/architecture/linear-address';
import { fromLinear } from '../../machine/architecture/linear-address';
import { RIGHTS } from '../../machine/cpu/page';
import { finish } from '../../machine/pausable';
import type { Processor } from '../../machine/processor/processor';
import { codeSymbols, compilingCode } from './compile-code';
import { layingOutCode, nopPlaceholder } from './layout-code';
import type { CodeSymbol, Library } from './program';

export const LIBRARY_BASE = 0x40_0000;

const COMMON = `memcpy:
    mov   rax, rdi
    mov   rcx, rdx
    rep movsb
    ret
memmove:
    mov   rax, rdi
    mov   rcx, rdx
    mov   rdx, rdi
    sub   rdx, rsi
    cmp   rdx, rcx
    jb    backward              # the destination begins inside the source
    rep movsb
    ret
backward:
    lea   rsi, [rsi+rcx-1]
    lea   rdi, [rdi+rcx-1]
    std
    rep movsb
    cld
    ret
memset:
    mov   r8, rdi
    mov   eax, esi
    mov   rcx, rdx
    rep stosb
    mov   rax, r8
    ret
bcmp:
memcmp:
    xor   eax, eax              # sets ZF, for no bytes
    mov   rcx, rdx
    repe cmpsb
    je    same
    movzx eax, BYTE PTR [rdi-1]
    movzx ecx, BYTE PTR [rsi-1]
    sub   eax, ecx
same:
    ret
strlen:
    xor   eax, eax
    mov   rcx, -1
    repne scasb
    not   rcx
    lea   rax, [rcx-1]
    ret
abort:
__stack_chk_fail:
`;

const ABORT_BY_SIGNAL = `    mov   eax, 39               # getpid
    syscall
    mov   ebx, eax
    mov   edi, eax
    mov   esi, 6                # SIGABRT
    mov   eax, 62               # kill
    syscall
    mov   edi, ebx
    mov   esi, 9                # SIGKILL: a handler has come back
    mov   eax, 62
    syscall
    ud2
`;

const ABORT_ON_BARE_METAL = '    ud2\n';

/** Intel syntax, as GNU as reads it too. */
export function librarySource(hasKernel: boolean): string {
  return COMMON + (hasKernel ? ABORT_BY_SIGNAL : ABORT_ON_BARE_METAL);
}

/** The library of one program. It is assembled when it is first asked for. */
export class LibraryLoader {
  private symbols: ReadonlyMap<string, CodeSymbol> | undefined;
  private bytes: Uint8Array = new Uint8Array();

  constructor(
    private readonly hasKernel: boolean,
    private readonly processor: Processor,
    private readonly base: LinearAddress = LIBRARY_BASE,
  ) {}

  /** Of a built-in proc; undefined for every other name. */
  addressOf(name: string): bigint | undefined {
    if (!libraryProc(name)) return undefined;
    this.symbols ??= this.assemble();
    const symbol = this.symbols.get(name);
    return symbol && fromLinear(symbol.address);
  }

  /** Null where nothing asked for it. */
  get loaded(): Library | null {
    if (!this.symbols) return null;
    const procs = [...this.symbols.values()].filter(({ name }) => libraryProc(name));
    return { address: this.base, bytes: this.bytes, rights: RIGHTS.code, procs };
  }

  private assemble(): ReadonlyMap<string, CodeSymbol> {
    const source = parseTrace(librarySource(this.hasKernel));
    const at = { code: this.base, placeholder: nopPlaceholder };
    const code = finish(layingOutCode(source, () => undefined, EMPTY_SCOPE, at));
    const { bytes } = finish(compilingCode(this.processor, code, EMPTY_SCOPE));
    this.bytes = bytes.slice(0, -1); // the last step of a flow is its end
    return new Map(Array.from(codeSymbols(code), (label) => [label.name, { ...label, kind: 'proc', line: -1 }]));
  }
}

export function isInLibrary(library: Library | null, address: LinearAddress): boolean {
  return library !== null && address >= library.address && address < library.address + library.bytes.length;
}
