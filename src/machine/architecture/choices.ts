/**
 * What the manuals leave open and this emulator decides: one named constant for each question, with the reason for the
 * answer. (Choices that belong to a single instruction stand beside it.)
 */

/**
 * XSTATE_BV[63] = 1 in a compacted image: read literally, the rule "no bit that XCOMP_BV lacks" lets it pass, as
 * XCOMP_BV[63] is 1; yet no processor writes it. Taken as a violation: #GP, which is also what a Zen 3 raises.
 */
export const COMPACTED_XSTATE_BV_63_FAULTS: boolean = true;

/**
 * With CR0.AM, RFLAGS.AC and CPL 3, an XSAVE area that is not on a 64-byte boundary may raise #AC in place of #GP.
 * Here it does so when the address is not even a multiple of this many bytes.
 */
export const ALIGNMENT_CHECK_BYTES = 4;

/** Setting a bit of IA32_XFD may drop the component's state; software must not rely on either. `keep` shows more. */
export const ARMING_XFD = 'keep' as 'keep' | 'scrub';

/** Whether XGETBV(1) leaves out armed components. The manual gives XFD an effect on XSAVE* only. */
export const XFD_HIDES_XINUSE: boolean = false;

/**
 * Whether #NM by XFD comes before the #UDs of an AMX instruction that depend on TILECFG. The manual gives no rank.
 * First, so that an operating system that enables tiles on first use has done so before the program learns of its
 * mistake; Linux works either way, as LDTILECFG never raises #NM.
 */
export const XFD_BEFORE_TILECFG: boolean = true;

/**
 * XINUSE[18] after an instruction has written tiles: set only when a byte is not zero, or always. Initialisation by
 * LDTILECFG and TILERELEASE clears it in any case.
 */
export const ZERO_TILES_IN_USE: boolean = false;
