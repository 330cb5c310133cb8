/** The part of an exported program that looks at what checks ask for: registers, extended state, memory. */
export const RUNTIME_CHECKS = `/* ---- What checks look at --------------------------------------------------------------------------------------- */

static u8 area[1 << 15] __attribute__((aligned(64)));
static int captured;

static u64 xgetbv(u32 which)
{
	u32 low, high;

	asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(which));
	return low | (u64)high << 32;
}

static void cpuid(u32 leaf, u32 subleaf, u32 *answer)
{
	asm volatile("cpuid"
		     : "=a"(answer[0]), "=b"(answer[1]), "=c"(answer[2]), "=d"(answer[3])
		     : "a"(leaf), "c"(subleaf));
}

/* XSAVE writes what the registers hold and changes none of them; what IA32_XFD disables it takes for initial. */
static void capture(void)
{
	if (captured)
		return;
	captured = 1;
	zero(area + 512, 64);
	asm volatile("xsave64 %0" : "+m"(area) : "a"(-1), "d"(-1) : "memory");
}

static u64 load(u64 at, int bytes)
{
	switch (bytes) {
	case 1:
		return *(volatile u8 *)at;
	case 2:
		return *(volatile u16 *)at;
	case 4:
		return *(volatile u32 *)at;
	default:
		return *(volatile u64 *)at;
	}
}

/* Bytes of a component, 0 where it is initial. */
static u64 saved(int component, u32 at, int bytes)
{
	u32 answer[4] = { 0, 0, 0, 0 };

	capture();
	if (!(*(u64 *)(area + 512) >> component & 1))
		return 0;
	if (component > 1)
		cpuid(0xd, (u32)component, answer);
	return load((u64)area + answer[1] + at, bytes);
}

/* Of ZMM and its parts. */
UNUSED static u64 lane(u32 reg, u32 at, int bytes)
{
	if (reg >= 16)
		return saved(7, 64 * (reg - 16) + at, bytes);
	if (at >= 32)
		return saved(6, 32 * reg + at - 32, bytes);
	if (at >= 16)
		return saved(2, 16 * reg + at - 16, bytes);
	return saved(1, 160 + 16 * reg + at, bytes);
}

UNUSED static u64 legacy(u32 at, int bytes)
{
	capture();
	return load((u64)area + at, bytes);
}

UNUSED static u64 permission(int code)
{
	u64 mask = 0;

	SYS(SYS_arch_prctl, code, &mask);
	return mask;
}

/* A float as the bits of a double. */
UNUSED static u64 widened(u64 bits, int exponent, int mantissa)
{
	u64 sign = bits >> (exponent + mantissa) & 1, e = bits >> mantissa & ((1ul << exponent) - 1);
	u64 m = bits & ((1ul << mantissa) - 1);
	long bias = 1023 - ((1l << (exponent - 1)) - 1);

	if (e == (1ul << exponent) - 1)
		return sign << 63 | 0x7fful << 52 | m << (52 - mantissa);
	if (e == 0 && m) {
		e = 1;
		for (; !(m >> mantissa); m <<= 1)
			bias--;
		m &= (1ul << mantissa) - 1;
	} else if (e == 0) {
		return sign << 63;
	}
	return sign << 63 | (u64)((long)e + bias) << 52 | m << (52 - mantissa);
}

static int is_nan(u64 bits)
{
	return (bits << 1) > 0xffe0000000000000ul;
}

/* Of two doubles by their bits. */
UNUSED static int float_equal(u64 a, u64 b)
{
	return !is_nan(a) && !is_nan(b) && (a == b || !((a | b) << 1));
}

UNUSED static int float_less(u64 a, u64 b)
{
	long x = (long)a < 0 ? -(long)(a << 1 >> 1) : (long)a, y = (long)b < 0 ? -(long)(b << 1 >> 1) : (long)b;

	return !is_nan(a) && !is_nan(b) && x < y;
}

UNUSED static num inverted(num value)
{
	return (num)~(u64)value;
}

UNUSED static int bits_set(u64 value)
{
	int count = 0;

	for (; value; value &= value - 1)
		count++;
	return count;
}

/* x87, vector, mask and tile registers as a new program has them; PKRU is the kernel's choice. */
static void initial_state(void)
{
	zero(area, 576);
	*(u32 *)(area + 24) = 0x1f80;
	*(u16 *)area = 0x37f;
	asm volatile("xrstor64 %0" : : "m"(area), "a"(~(1u << 9)), "d"(-1) : "memory");
}
`;
