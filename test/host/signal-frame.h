/* The registers of a case that has faulted, from its signal frame. */
#ifndef SIGNAL_FRAME_H
#define SIGNAL_FRAME_H
#include <stdint.h>
#include <ucontext.h>

#define RESUME_FLAG 0x10000

/* In encoding order. */
static const int registers_of_frame[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                                           REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};

/*
 * Puts the registers and RFLAGS where the harness reports them from, and goes on at `leave` with the host's stack pointer. The
 * case may have had one that is not canonical: some hypervisors cannot return to it, and fault again for ever.
 */
static void leave_frame(greg_t *frame, uint64_t registers[16], uint64_t *rflags, uint64_t host_rsp, void (*leave)(void)) {
  for (int number = 0; number < 16; number++) registers[number] = frame[registers_of_frame[number]];
  *rflags = frame[REG_EFL] & ~RESUME_FLAG;
  frame[REG_RSP] = host_rsp;
  frame[REG_RIP] = (greg_t)leave;
}

#endif
