/** The part of an exported program that reports: TAP, as the selftests of the kernel write it. */
export const RUNTIME_TAP = String.raw`/* ---- TAP, as the kernel's selftests write it ------------------------------------------------------------------ */

static char text_[2048];
static u32 length_;

static void put(const char *text)
{
	while (*text && length_ < sizeof(text_))
		text_[length_++] = *text++;
}

UNUSED static void put_number(num value, int base)
{
	char digits[136];
	int count = 0;
	int negative = value < 0;
	unsigned __int128 rest = negative ? -(unsigned __int128)value : (unsigned __int128)value;

	do {
		digits[count++] = "0123456789abcdef"[(u64)(rest % (u32)base)];
		rest /= (u32)base;
	} while (rest);
	if (negative)
		put("-");
	if (base == 16)
		put("0x");
	if (base == 2)
		put("0b");
	while (count && length_ < sizeof(text_))
		text_[length_++] = digits[--count];
}

static void flush(void)
{
	put("\n");
	SYS(SYS_write, 1, text_, length_);
	length_ = 0;
}

UNUSED static void say(const char *text)
{
	put("# ");
	put(text);
	flush();
}
`;
