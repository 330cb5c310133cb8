/*
 * C = ReLU(scale * (A * B + bias)), from signed bytes to signed bytes: the inner product of a quantised layer.
 *
 * A is M x K. B is K x N with groups of four rows interleaved (b[k / 4][n][k % 4]), as TDPBSSD wants it. Blocks of
 * 32 x 32 results are kept in four tiles while two tiles of A and two of B go through the others.
 *
 *   gcc -O2 -masm=intel -march=sapphirerapids -fno-asynchronous-unwind-tables -S amx-int8.c
 *
 * With -DREFERENCE the same file is an ordinary program that computes the result element by element and prints it.
 */
#include <stdint.h>

enum { M = 32, N = 64, K = 128 };

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

static int32_t sums[M][N] __attribute__((aligned(64)));

static void multiply(const int8_t *a, const int8_t *b)
{
    _tile_loadconfig(&shapes);
    for (long m = 0; m < M; m += 32)
        for (long n = 0; n < N; n += 32) {
            _tile_zero(0);
            _tile_zero(1);
            _tile_zero(2);
            _tile_zero(3);
            for (long k = 0; k < K; k += 64) {
                _tile_loadd(4, a + m * K + k, K);
                _tile_loadd(5, a + (m + 16) * K + k, K);
                _tile_loadd(6, b + k * N + n * 4, N * 4);
                _tile_loadd(7, b + k * N + (n + 16) * 4, N * 4);
                _tile_dpbssd(0, 4, 6);
                _tile_dpbssd(1, 4, 7);
                _tile_dpbssd(2, 5, 6);
                _tile_dpbssd(3, 5, 7);
            }
            _tile_stored(0, &sums[m][n], N * 4);
            _tile_stored(1, &sums[m][n + 16], N * 4);
            _tile_stored(2, &sums[m + 16][n], N * 4);
            _tile_stored(3, &sums[m + 16][n + 16], N * 4);
        }
    _tile_release();
}

/* Sixteen results at a time: bias, ReLU, scale, round to nearest, saturate. */
static void requantise(int8_t *c, const int32_t *bias, float scale)
{
    const __m512 factor = _mm512_set1_ps(scale);
    for (long m = 0; m < M; m++)
        for (long n = 0; n < N; n += 16) {
            __m512i x = _mm512_add_epi32(_mm512_load_si512(&sums[m][n]), _mm512_loadu_si512(bias + n));
            x = _mm512_max_epi32(x, _mm512_setzero_si512());
            x = _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_cvtepi32_ps(x), factor));
            _mm_storeu_si128((__m128i *)(c + m * N + n), _mm512_cvtsepi32_epi8(x));
        }
}

void layer_int8(int8_t *c, const int8_t *a, const int8_t *b, const int32_t *bias, float scale)
{
    multiply(a, b);
    requantise(c, bias, scale);
}

#else
#include <math.h>
#include <stdio.h>
#include "random.h"

int main(void)
{
    static int8_t a[M * K], b[K * N];
    struct random state = seed(1);
    for (int i = 0; i < M * K; i++) a[i] = (int8_t)next(&state);
    state = seed(2);
    for (int i = 0; i < K * N; i++) b[i] = (int8_t)next(&state);
    for (int m = 0; m < M; m++)
        for (int n = 0; n < N; n++) {
            int32_t sum = -8000 + 250 * n;
            for (int k = 0; k < K; k++) sum += a[m * K + k] * b[(k / 4 * N + n) * 4 + k % 4];
            float x = rintf((float)(sum > 0 ? sum : 0) * 0x1p-10f);
            printf("%d\n", x > 127 ? 127 : (int)x);
        }
}
#endif
