/* What `random(SEED)` fills data with in a trace: SplitMix64, one output an element. */
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline struct random seed(uint64_t value)
{
    return (struct random){value};
}

static inline uint64_t next(struct random *random)
{
    uint64_t x = random->state += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* From -1 to 1, rounded to single precision. */
static inline float next_single(struct random *random)
{
    return (float)((double)(next(random) >> 11) / 0x1p52 - 1);
}
