/* Dies at a load, at an instruction that the processor may lack, or of a signal, some calls deep. */
#include <signal.h>
#include <stdlib.h>

struct layer {
	int rows;
	const float *weights;
};

static float scale = 0.5f;

static int depth(const struct layer *layer, int row)
{
	const float *at = layer->weights + row;
	return (int)(*at * scale); /* the load */
}

static int tiles(const struct layer *layer)
{
	static const unsigned char config[64] __attribute__((aligned(64))) = {1};
	(void)layer;
	__asm__ volatile(".byte 0xc4, 0xe2, 0x78, 0x49, 0x00" : : "a"(config)); /* ldtilecfg [rax] */
	return 0;
}

static int quit(void)
{
	raise(SIGQUIT);
	return 7; /* behind it */
}

static int run(int rows)
{
	struct layer first = {rows, NULL};
	if (rows > 5)
		return quit();
	return rows > 4 ? tiles(&first) : depth(&first, 2);
}

int main(int argc, char **argv)
{
	(void)argv;
	return run(argc + 3);
}
