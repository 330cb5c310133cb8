/* Functions whose object file becomes procedures: what they answer natively, the program says itself. */
#include <string.h>
#ifdef WITH_MAIN
#include <stdio.h>
#endif

static const char *const names[] = {"first", "second", "third"};
int table[8] = {3, 1, 4, 1, 5, 9, 2, 6};
static int counter;
static _Thread_local int own = 40;
int common_one;

long sum(long n)
{
	long total = 0;
	for (long i = 0; i < n; i++)
		total += table[i & 7] * (i + 1);
	counter++;
	return total + counter;
}

long letter(long i) { return names[i % 3][i % 5]; }

long choose(long i)
{
	switch (i) {
	case 0: return 51;
	case 1: return sum(3);
	case 2: return 93;
	case 3: return letter(4);
	case 4: return 770;
	case 5: return own++;
	case 6: return common_one += 11;
	}
	return -1;
}

long scaled(long i)
{
	double value = i * 2.5 + 0.125;
	return (long)(value * 8.0);
}

long copied(long i)
{
	char from[64], to[64];
	memset(from, (int)i, sizeof from);
	memcpy(to, from, sizeof to);
	return to[(i * 7) & 63] + to[63];
}

#ifdef WITH_MAIN
int main(void)
{
	for (long i = 0; i < 8; i++) {
		printf("sum %ld %ld\n", i, sum(i));
		printf("letter %ld %ld\n", i, letter(i));
		printf("choose %ld %ld\n", i, choose(i));
		printf("scaled %ld %ld\n", i, scaled(i));
		printf("copied %ld %ld\n", i, copied(i));
	}
	return 0;
}
#endif
