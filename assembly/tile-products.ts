/** The products of tiles that processors have vector instructions for: what src/machine/amx/simd.ts calls. */
export { multiplyBf16 } from './bf16';
export { multiplyFp8 } from './fp8';
export { multiplyComplexImaginary, multiplyComplexReal, multiplyFp16 } from './fp16';
export { multiplyInt8 } from './int8';
export { A, B, C } from './tile';
