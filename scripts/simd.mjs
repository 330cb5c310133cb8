/**
 * `npm run simd`: compiles assembly/ to WebAssembly and writes it, as text, into the module that the core loads it from.
 * With `--check` it writes nothing and fails when the module is not what the sources give.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { main as assemblyScript } from 'assemblyscript/asc';
import { runMain } from './progress.mjs';
import { inRoot, root } from './project.mjs';

const SOURCE = 'assembly/tile-products.ts';
const TARGET = 'src/machine/amx/simd-module.ts';

const OPTIONS = [
  ...['--baseDir', root, '--outFile', 'tile-products.wasm'],
  ...['--optimizeLevel', '3', '--noAssert', '--enable', 'simd'],
  // All memory is fixed places in one page: no allocator.
  ...['--runtime', 'stub', '--initialMemory', '1', '--maximumMemory', '1'],
  // Vectors pass between functions of the module only.
  ...['--disableWarning', '112'],
];

/** @returns {Promise<Uint8Array>} */
async function compile() {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await assemblyScript([SOURCE, ...OPTIONS], {
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (error || !binary) throw new Error(`${stderr.toString()}${error?.message ?? ''}`.trim());
  return binary;
}

/** @param {Uint8Array} binary */
const moduleText = (
  binary,
) => `/** ${SOURCE} as a WebAssembly module, in hexadecimal: written by \`npm run simd\`, not by hand. */
export const SIMD_MODULE =
  '${Buffer.from(binary).toString('hex')}';
`;

async function main() {
  const text = moduleText(await compile());
  if (process.argv[2] !== '--check') writeFileSync(inRoot(TARGET), text);
  else if (readFileSync(inRoot(TARGET), 'utf8') !== text) {
    throw new Error(`${TARGET} is not what assembly/ gives: run \`npm run simd\`.`);
  }
}

runMain(main);
