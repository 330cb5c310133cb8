/*
 * C = ReLU(A * B + bias) in single precision, with the product in bfloat16: the inner product of a dense layer.
 *
 * A is M x K and B is K x N, both row by row in single precision. They are rounded to bfloat16 first; the rows of B are
 * interleaved by twos at that, as TDPBF16PS wants it. Blocks of 32 x 32 results are kept in four tiles.
 *
 *   clang -O2 -masm=intel -march=sapphirerapids -fno-asynchronous-unwind-tables -S amx-bf16.c
 *
 * With -DREFERENCE the same file is an ordinary program that does what the instructions are documented to do, element
 * by element, and prints the patterns of the results.
 */
#include <stdint.h>

enum { M = 32, N = 32, K = 64 };

#ifndef REFERENCE
#include <immintrin.h>

static const struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t colsb[16];
    uint8_t rows[16];
} shapes = {
    .palette = 1,
    .colsb = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {16, 16, 16, 16, 16, 16, 16, 16},
};

static uint16_t a16[M][K] __attribute__((aligned(64)));
static uint16_t b16[K / 2][N][2] __attribute__((aligned(64)));

/* Thirty-two elements at a time. */
static void round_a(const float *a)
{
    for (long i = 0; i < M * K; i += 32) {
        const __m512bh x = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(a + i));
        _mm512_store_si512((uint16_t *)a16 + i, (__m512i)x);
    }
}

/* Sixteen elements of two rows: 0, 1, 2, ... and 16, 17, 18, ... become 0, 16, 1, 17, 2, 18, ... */
static void round_b(const float *b)
{
    static const uint16_t order[32] __attribute__((aligned(64))) = {
        0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
        8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31,
    };
    const __m512i interleaved = _mm512_load_si512(order);
    for (long k = 0; k < K; k += 2)
        for (long n = 0; n < N; n += 16) {
            const float *row = b + k * N + n;
            const __m512bh x = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(row + N), _mm512_loadu_ps(row));
            _mm512_store_si512(b16[k / 2][n], _mm512_permutexvar_epi16(interleaved, (__m512i)x));
        }
}

static void multiply(float *c)
{
    _tile_loadconfig(&shapes);
    for (long m = 0; m < M; m += 32)
        for (long n = 0; n < N; n += 32) {
            _tile_zero(0);
            _tile_zero(1);
            _tile_zero(2);
            _tile_zero(3);
            for (long k = 0; k < K; k += 32) {
                _tile_loadd(4, &a16[m][k], K * 2);
                _tile_loadd(5, &a16[m + 16][k], K * 2);
                _tile_loadd(6, b16[k / 2][n], N * 4);
                _tile_loadd(7, b16[k / 2][n + 16], N * 4);
                _tile_dpbf16ps(0, 4, 6);
                _tile_dpbf16ps(1, 4, 7);
                _tile_dpbf16ps(2, 5, 6);
                _tile_dpbf16ps(3, 5, 7);
            }
            _tile_stored(0, c + m * N + n, N * 4);
            _tile_stored(1, c + m * N + n + 16, N * 4);
            _tile_stored(2, c + (m + 16) * N + n, N * 4);
            _tile_stored(3, c + (m + 16) * N + n + 16, N * 4);
        }
    _tile_release();
}

/* An ordinary loop: the compiler makes vectors of it. */
static void finish(float *restrict c, const float *restrict bias)
{
    for (long m = 0; m < M; m++)
        for (long n = 0; n < N; n++) {
            const float x = c[m * N + n] + bias[n];
            c[m * N + n] = x > 0 ? x : 0;
        }
}

void layer_bf16(float *c, const float *a, const float *b, const float *bias)
{
    round_a(a);
    round_b(b);
    multiply(c);
    finish(c, bias);
}

#else
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "random.h"

static uint32_t pattern(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* To the nearest bfloat16, ties to even. No NaNs and no denormals come here. */
static float bfloat(float x)
{
    uint32_t bits = pattern(x);
    bits = (bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000;
    memcpy(&x, &bits, sizeof x);
    return x;
}

int main(void)
{
    static float a[M][K], b[K][N];
    struct random state = seed(3);
    for (int i = 0; i < M * K; i++) a[i / K][i % K] = next_single(&state);
    state = seed(4);
    for (int i = 0; i < K * N; i++) b[i / N][i % N] = next_single(&state);
    for (int m = 0; m < M; m++)
        for (int n = 0; n < N; n++) {
            float sum = 0;
            for (int block = 0; block < K; block += 32) {
                float even = 0, odd = 0;
                for (int k = block; k < block + 32; k += 2) {
                    even = fmaf(bfloat(a[m][k]), bfloat(b[k][n]), even);
                    odd = fmaf(bfloat(a[m][k + 1]), bfloat(b[k + 1][n]), odd);
                }
                sum += even + odd;
            }
            const float x = sum + (-1 + n * 0x1p-4f);
            printf("%08x\n", pattern(x > 0 ? x : 0));
        }
}
#endif
