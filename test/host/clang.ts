import { hostUnder } from './host';

const VERSIONS = [20, 19, 18, 17, 16, 15, 14];

/** The names under which clang may be installed, the plain one first. */
export const CLANG_NAMES: readonly string[] = ['clang', ...VERSIONS.map((version) => `clang-${version}`)];

/** The first of these that is there; the plain one where none is. */
export const CLANG = CLANG_NAMES.find((name) => hostUnder().hasPrograms(name)) ?? 'clang';
