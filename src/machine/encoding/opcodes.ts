/** Opcodes of forms, as `opcode-rows.ts` reads them: written by `npm run opcodes`, not by hand. */
export const OPCODES = `Mov_AL_moffs8 XA 1/1 A0 mo
Mov_AX_moffs16 XA 1/1 o16 A1 mo
Mov_EAX_moffs32 XA 1/1 o32 A1 mo
Mov_RAX_moffs64 XA 1/1 o64 A1 mo
Mov_moffs8_AL AX 1/1 A2 mo
Mov_moffs16_AX AX 1/1 o16 A3 mo
Mov_moffs32_EAX AX 1/1 o32 A3 mo
Mov_moffs64_RAX AX 1/1 o64 A3 mo
Cmpxchg8b_m64 M 1/1 0F C7 /1
Cmpxchg16b_m128 M 1/1 o64 0F C7 /1
Movbe_r16_m16 RM 1/1 o16 0F 38 F0 /r
Movbe_r32_m32 RM 1/1 o32 0F 38 F0 /r
Movbe_r64_m64 RM 1/1 o64 0F 38 F0 /r
Movbe_m16_r16 MR 1/1 o16 0F 38 F1 /r
Movbe_m32_r32 MR 1/1 o32 0F 38 F1 /r
Movbe_m64_r64 MR 1/1 o64 0F 38 F1 /r
Movnti_m32_r32 MR 1/1 NP 0F C3 /r
Movnti_m64_r64 MR 1/1 NP o64 0F C3 /r
Test_rm8_imm8_F6r1 MI 1/1 F6 /1 ib
Test_rm16_imm16_F7r1 MI 1/1 o16 F7 /1 iw
Test_rm32_imm32_F7r1 MI 1/1 o32 F7 /1 id
Test_rm64_imm32_F7r1 MI 1/1 o64 F7 /1 id
Sal_rm8_imm8 MI 1/1 C0 /6 ib
Sal_rm16_imm8 MI 1/1 o16 C1 /6 ib
Sal_rm32_imm8 MI 1/1 o32 C1 /6 ib
Sal_rm64_imm8 MI 1/1 o64 C1 /6 ib
Sal_rm8_1 MX 1/1 D0 /6
Sal_rm16_1 MX 1/1 o16 D1 /6
Sal_rm32_1 MX 1/1 o32 D1 /6
Sal_rm64_1 MX 1/1 o64 D1 /6
Sal_rm8_CL MX 1/1 D2 /6
Sal_rm16_CL MX 1/1 o16 D3 /6
Sal_rm32_CL MX 1/1 o32 D3 /6
Sal_rm64_CL MX 1/1 o64 D3 /6
VEX_Blsr_r32_rm32 VM 1/1 VEX.LZ.0F38.W0 F3 /1
VEX_Blsr_r64_rm64 VM 1/1 VEX.LZ.0F38.W1 F3 /1
VEX_Blsi_r32_rm32 VM 1/1 VEX.LZ.0F38.W0 F3 /3
VEX_Blsi_r64_rm64 VM 1/1 VEX.LZ.0F38.W1 F3 /3
VEX_Blsmsk_r32_rm32 VM 1/1 VEX.LZ.0F38.W0 F3 /2
VEX_Blsmsk_r64_rm64 VM 1/1 VEX.LZ.0F38.W1 F3 /2
VEX_Andn_r32_r32_rm32 RVM 1/1 VEX.LZ.0F38.W0 F2 /r
VEX_Andn_r64_r64_rm64 RVM 1/1 VEX.LZ.0F38.W1 F2 /r
VEX_Bextr_r32_rm32_r32 RMV 1/1 VEX.LZ.0F38.W0 F7 /r
VEX_Bextr_r64_rm64_r64 RMV 1/1 VEX.LZ.0F38.W1 F7 /r
VEX_Bzhi_r32_rm32_r32 RMV 1/1 VEX.LZ.0F38.W0 F5 /r
VEX_Bzhi_r64_rm64_r64 RMV 1/1 VEX.LZ.0F38.W1 F5 /r
VEX_Pdep_r32_r32_rm32 RVM 1/1 VEX.LZ.F2.0F38.W0 F5 /r
VEX_Pdep_r64_r64_rm64 RVM 1/1 VEX.LZ.F2.0F38.W1 F5 /r
VEX_Pext_r32_r32_rm32 RVM 1/1 VEX.LZ.F3.0F38.W0 F5 /r
VEX_Pext_r64_r64_rm64 RVM 1/1 VEX.LZ.F3.0F38.W1 F5 /r
VEX_Shlx_r32_rm32_r32 RMV 1/1 VEX.LZ.66.0F38.W0 F7 /r
VEX_Shlx_r64_rm64_r64 RMV 1/1 VEX.LZ.66.0F38.W1 F7 /r
VEX_Shrx_r32_rm32_r32 RMV 1/1 VEX.LZ.F2.0F38.W0 F7 /r
VEX_Shrx_r64_rm64_r64 RMV 1/1 VEX.LZ.F2.0F38.W1 F7 /r
VEX_Sarx_r32_rm32_r32 RMV 1/1 VEX.LZ.F3.0F38.W0 F7 /r
VEX_Sarx_r64_rm64_r64 RMV 1/1 VEX.LZ.F3.0F38.W1 F7 /r
VEX_Rorx_r32_rm32_imm8 RMI 1/1 VEX.LZ.F2.0F3A.W0 F0 /r ib
VEX_Rorx_r64_rm64_imm8 RMI 1/1 VEX.LZ.F2.0F3A.W1 F0 /r ib
VEX_Mulx_r32_r32_rm32 RVM 1/1 VEX.LZ.F2.0F38.W0 F6 /r
VEX_Mulx_r64_r64_rm64 RVM 1/1 VEX.LZ.F2.0F38.W1 F6 /r
Adcx_r32_rm32 RM 1/1 66 0F 38 F6 /r
Adcx_r64_rm64 RM 1/1 66 o64 0F 38 F6 /r
Adox_r32_rm32 RM 1/1 F3 0F 38 F6 /r
Adox_r64_rm64 RM 1/1 F3 o64 0F 38 F6 /r
Crc32_r32_rm8 RM 1/1 F2 0F 38 F0 /r
Crc32_r32_rm16 RM 1/1 o16 F2 0F 38 F1 /r
Crc32_r32_rm32 RM 1/1 o32 F2 0F 38 F1 /r
Crc32_r64_rm8 RM 1/1 F2 o64 0F 38 F0 /r
Crc32_r64_rm64 RM 1/1 F2 o64 0F 38 F1 /r
Push_r16 O 1/1 o16 50+rw
Push_rm16 M 1/1 o16 FF /6
Pop_r16 O 1/1 o16 58+rw
Pop_rm16 M 1/1 o16 8F /0
Retnq_imm16 I 1/1 C2 iw
Loop_rel8_64_RCX D 1/1 a64 E2 cb
Loope_rel8_64_RCX D 1/1 a64 E1 cb
Loopne_rel8_64_RCX D 1/1 a64 E0 cb
Jrcxz_rel8_64 D 1/1 a64 E3 cb
Jecxz_rel8_64 D 1/1 a32 E3 cb
Iretq - 1/1 o64 CF
Clc - 1/1 F8
Stc - 1/1 F9
Cmc - 1/1 F5
Cld - 1/1 FC
Std - 1/1 FD
Lahf - 1/1 9F
Sahf - 1/1 9E
Pushfq - 1/1 9C
Popfq - 1/1 9D
Pushfw - 1/1 o16 9C
Popfw - 1/1 o16 9D
Movsb_m8_m8 - 1/1 A4
Movsw_m16_m16 - 1/1 o16 A5
Movsd_m32_m32 - 1/1 o32 A5
Movsq_m64_m64 - 1/1 o64 A5
Stosb_m8_AL - 1/1 AA
Stosw_m16_AX - 1/1 o16 AB
Stosd_m32_EAX - 1/1 o32 AB
Stosq_m64_RAX - 1/1 o64 AB
Lodsb_AL_m8 - 1/1 AC
Lodsw_AX_m16 - 1/1 o16 AD
Lodsd_EAX_m32 - 1/1 o32 AD
Lodsq_RAX_m64 - 1/1 o64 AD
Scasb_AL_m8 - 1/1 AE
Scasw_AX_m16 - 1/1 o16 AF
Scasd_EAX_m32 - 1/1 o32 AF
Scasq_RAX_m64 - 1/1 o64 AF
Cmpsb_m8_m8 - 1/1 A6
Cmpsw_m16_m16 - 1/1 o16 A7
Cmpsd_m32_m32 - 1/1 o32 A7
Cmpsq_m64_m64 - 1/1 o64 A7
Movdiri_m32_r32 MR 1/1 NP 0F 38 F9 /r
Movdiri_m64_r64 MR 1/1 NP o64 0F 38 F9 /r
Movdir64b_r64_m512 RM 1/1 a64 66 0F 38 F8 /r
Movdir64b_r32_m512 RM 1/1 a32 66 0F 38 F8 /r
Clzeroq - 1/1 a64 0F 01 FC
VEX_Cmpoxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E0 !(11):rrr:bbb
VEX_Cmpoxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E0 !(11):rrr:bbb
VEX_Cmpnoxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E1 !(11):rrr:bbb
VEX_Cmpnoxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E1 !(11):rrr:bbb
VEX_Cmpbxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E2 !(11):rrr:bbb
VEX_Cmpbxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E2 !(11):rrr:bbb
VEX_Cmpnbxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E3 !(11):rrr:bbb
VEX_Cmpnbxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E3 !(11):rrr:bbb
VEX_Cmpzxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E4 !(11):rrr:bbb
VEX_Cmpzxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E4 !(11):rrr:bbb
VEX_Cmpnzxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E5 !(11):rrr:bbb
VEX_Cmpnzxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E5 !(11):rrr:bbb
VEX_Cmpbexadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E6 !(11):rrr:bbb
VEX_Cmpbexadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E6 !(11):rrr:bbb
VEX_Cmpnbexadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E7 !(11):rrr:bbb
VEX_Cmpnbexadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E7 !(11):rrr:bbb
VEX_Cmpsxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E8 !(11):rrr:bbb
VEX_Cmpsxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E8 !(11):rrr:bbb
VEX_Cmpnsxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 E9 !(11):rrr:bbb
VEX_Cmpnsxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 E9 !(11):rrr:bbb
VEX_Cmppxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 EA !(11):rrr:bbb
VEX_Cmppxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 EA !(11):rrr:bbb
VEX_Cmpnpxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 EB !(11):rrr:bbb
VEX_Cmpnpxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 EB !(11):rrr:bbb
VEX_Cmplxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 EC !(11):rrr:bbb
VEX_Cmplxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 EC !(11):rrr:bbb
VEX_Cmpnlxadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 ED !(11):rrr:bbb
VEX_Cmpnlxadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 ED !(11):rrr:bbb
VEX_Cmplexadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 EE !(11):rrr:bbb
VEX_Cmplexadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 EE !(11):rrr:bbb
VEX_Cmpnlexadd_m32_r32_r32 MRV 1/1 VEX.128.66.0F38.W0 EF !(11):rrr:bbb
VEX_Cmpnlexadd_m64_r64_r64 MRV 1/1 VEX.128.66.0F38.W1 EF !(11):rrr:bbb
Rdrand_r16 M 1/1 o16 0F C7 /6
Rdrand_r32 M 1/1 o32 0F C7 /6
Rdrand_r64 M 1/1 o64 0F C7 /6
Rdseed_r16 M 1/1 o16 0F C7 /7
Rdseed_r32 M 1/1 o32 0F C7 /7
Rdseed_r64 M 1/1 o64 0F C7 /7
Xbegin_rel32 D 1/1 o32 C7 F8 cd
Xbegin_rel16 D 1/1 o16 C7 F8 cw
Xend - 1/1 NP 0F 01 D5
Xabort_imm8 I 1/1 C6 F8 ib
Xtest - 1/1 NP 0F 01 D6
Xsusldtrk - 1/1 F2 0F 01 E8
Xresldtrk - 1/1 F2 0F 01 E9
Umonitor_r64 M 1/1 a64 F3 0F AE /6
Umonitor_r32 M 1/1 a32 F3 0F AE /6
Umwait_r32 M 1/1 F2 0F AE /6
Tpause_r32 M 1/1 66 0F AE /6
Monitorxq - 1/1 a64 NP 0F 01 FA
Mwaitx - 1/1 NP 0F 01 FB
Rdtscp - 1/1 0F 01 F9
Rdpru - 1/1 NP 0F 01 FD
Nopw - 1/1 o16 90
Nopq - 1/1 o64 90
Nop_rm16 M 1/1 o16 0F 1F /0
Nop_rm32 M 1/1 o32 0F 1F /0
Nop_rm64 M 1/1 o64 0F 1F /0
Prefetcht0_m8 M 1/1 0F 18 /1
Prefetcht1_m8 M 1/1 0F 18 /2
Prefetcht2_m8 M 1/1 0F 18 /3
Prefetchnta_m8 M 1/1 0F 18 /0
Prefetchw_m8 M 1/1 0F 0D /1
Cldemote_m8 M 1/1 NP 0F 1C /0
Prefetchit0_m8 M 1/1 0F 18 /7
Prefetchit1_m8 M 1/1 0F 18 /6
Rdsspd_r32 M 1/1 F3 0F 1E /1
Rdsspq_r64 M 1/1 F3 o64 0F 1E /1
Incsspd_r32 M 1/1 F3 0F AE /5
Incsspq_r64 M 1/1 F3 o64 0F AE /5
Int3 - 1/1 CC
Int1 - 1/1 F1
Xsave_mem M 1/1 NP 0F AE /4
Xsave64_mem M 1/1 NP o64 0F AE /4
Xsaveopt_mem M 1/1 NP 0F AE /6
Xsaveopt64_mem M 1/1 NP o64 0F AE /6
Xsavec_mem M 1/1 NP 0F C7 /4
Xsavec64_mem M 1/1 NP o64 0F C7 /4
Xsaves_mem M 1/1 NP 0F C7 /5
Xsaves64_mem M 1/1 NP o64 0F C7 /5
Xrstor_mem M 1/1 NP 0F AE /5
Xrstor64_mem M 1/1 NP o64 0F AE /5
Xrstors_mem M 1/1 NP 0F C7 /3
Xrstors64_mem M 1/1 NP o64 0F C7 /3
Xsetbv - 1/1 NP 0F 01 D1
Rdpkru - 1/1 NP 0F 01 EE
Wrpkru - 1/1 NP 0F 01 EF
Fxsave_m512byte M 1/1 NP 0F AE /0
Fxsave64_m512byte M 1/1 NP o64 0F AE /0
Fxrstor_m512byte M 1/1 NP 0F AE /1
Fxrstor64_m512byte M 1/1 NP o64 0F AE /1
Ldmxcsr_m32 M 1/1 NP 0F AE /2
VEX_Vldmxcsr_m32 M 1/1 VEX.LZ.0F.WIG AE /2
Stmxcsr_m32 M 1/1 NP 0F AE /3
VEX_Vstmxcsr_m32 M 1/1 VEX.LZ.0F.WIG AE /3
VEX_Vzeroupper - 1/1 VEX.128.0F.WIG 77
VEX_Vzeroall - 1/1 VEX.256.0F.WIG 77
Fninit - 1/1 DB E3
Fnclex - 1/1 DB E2
Fldcw_m2byte M 1/1 D9 /5
Fnstcw_m2byte M 1/1 D9 /7
Fnstsw_m2byte M 1/1 DD /7
Fnstsw_AX X 1/1 DF E0
Fnstenv_m28byte M 1/1 o32 D9 /6
Fldenv_m28byte M 1/1 o32 D9 /4
Fnsave_m108byte M 1/1 o32 DD /6
Frstor_m108byte M 1/1 o32 DD /4
Fnop - 1/1 D9 D0
Fincstp - 1/1 D9 F7
Fdecstp - 1/1 D9 F6
Wait - 1/1 9B
Emms - 1/1 NP 0F 77
Fld1 - 1/1 D9 E8
Fldz - 1/1 D9 EE
Fldl2t - 1/1 D9 E9
Fldl2e - 1/1 D9 EA
Fldpi - 1/1 D9 EB
Fldlg2 - 1/1 D9 EC
Fldln2 - 1/1 D9 ED
Fld_m32fp M 1/1 D9 /0
Fld_m64fp M 1/1 DD /0
Fld_m80fp M 1/1 DB /5
Fld_sti O 1/1 D9 C0+i
Fild_m16int M 1/1 DF /0
Fild_m32int M 1/1 DB /0
Fild_m64int M 1/1 DF /5
Fbld_m80bcd M 1/1 DF /4
Fst_m32fp M 1/1 D9 /2
Fst_m64fp M 1/1 DD /2
Fst_sti O 1/1 DD D0+i
Fstp_m32fp M 1/1 D9 /3
Fstp_m64fp M 1/1 DD /3
Fstp_m80fp M 1/1 DB /7
Fstp_sti O 1/1 DD D8+i
Fist_m16int M 1/1 DF /2
Fist_m32int M 1/1 DB /2
Fistp_m16int M 1/1 DF /3
Fistp_m32int M 1/1 DB /3
Fistp_m64int M 1/1 DF /7
Fisttp_m16int M 1/1 DF /1
Fisttp_m32int M 1/1 DB /1
Fisttp_m64int M 1/1 DD /1
Fbstp_m80bcd M 1/1 DF /6
Fxch_st0_sti O 1/1 D9 C8+i
Ffree_sti O 1/1 DD C0+i
Ffreep_sti O 1/1 DF C0+i
Fadd_m32fp M 1/1 D8 /0
Fadd_m64fp M 1/1 DC /0
Fadd_st0_sti XO 1/1 D8 C0+i
Fadd_sti_st0 OX 1/1 DC C0+i
Faddp_sti_st0 OX 1/1 DE C0+i
Fiadd_m16int M 1/1 DE /0
Fiadd_m32int M 1/1 DA /0
Fmul_m32fp M 1/1 D8 /1
Fmul_m64fp M 1/1 DC /1
Fmul_st0_sti XO 1/1 D8 C8+i
Fmul_sti_st0 OX 1/1 DC C8+i
Fmulp_sti_st0 OX 1/1 DE C8+i
Fimul_m16int M 1/1 DE /1
Fimul_m32int M 1/1 DA /1
Fsub_m32fp M 1/1 D8 /4
Fsub_m64fp M 1/1 DC /4
Fsub_st0_sti XO 1/1 D8 E0+i
Fsub_sti_st0 OX 1/1 DC E8+i
Fsubp_sti_st0 OX 1/1 DE E8+i
Fisub_m16int M 1/1 DE /4
Fisub_m32int M 1/1 DA /4
Fsubr_m32fp M 1/1 D8 /5
Fsubr_m64fp M 1/1 DC /5
Fsubr_st0_sti XO 1/1 D8 E8+i
Fsubr_sti_st0 OX 1/1 DC E0+i
Fsubrp_sti_st0 OX 1/1 DE E0+i
Fisubr_m16int M 1/1 DE /5
Fisubr_m32int M 1/1 DA /5
Fdiv_m32fp M 1/1 D8 /6
Fdiv_m64fp M 1/1 DC /6
Fdiv_st0_sti XO 1/1 D8 F0+i
Fdiv_sti_st0 OX 1/1 DC F8+i
Fdivp_sti_st0 OX 1/1 DE F8+i
Fidiv_m16int M 1/1 DE /6
Fidiv_m32int M 1/1 DA /6
Fdivr_m32fp M 1/1 D8 /7
Fdivr_m64fp M 1/1 DC /7
Fdivr_st0_sti XO 1/1 D8 F8+i
Fdivr_sti_st0 OX 1/1 DC F0+i
Fdivrp_sti_st0 OX 1/1 DE F0+i
Fidivr_m16int M 1/1 DE /7
Fidivr_m32int M 1/1 DA /7
Fsqrt - 1/1 D9 FA
Fabs - 1/1 D9 E1
Fchs - 1/1 D9 E0
Frndint - 1/1 D9 FC
Fscale - 1/1 D9 FD
Fxtract - 1/1 D9 F4
Fprem - 1/1 D9 F8
Fprem1 - 1/1 D9 F5
Fcom_m32fp M 1/1 D8 /2
Fcom_m64fp M 1/1 DC /2
Fcom_st0_sti O 1/1 D8 D0+i
Fcomp_m32fp M 1/1 D8 /3
Fcomp_m64fp M 1/1 DC /3
Fcomp_st0_sti O 1/1 D8 D8+i
Fcompp - 1/1 DE D9
Fucom_st0_sti O 1/1 DD E0+i
Fucomp_st0_sti O 1/1 DD E8+i
Fucompp - 1/1 DA E9
Ficom_m16int M 1/1 DE /2
Ficom_m32int M 1/1 DA /2
Ficomp_m16int M 1/1 DE /3
Ficomp_m32int M 1/1 DA /3
Fcomi_st0_sti XO 1/1 DB F0+i
Fcomip_st0_sti XO 1/1 DF F0+i
Fucomi_st0_sti XO 1/1 DB E8+i
Fucomip_st0_sti XO 1/1 DF E8+i
Ftst - 1/1 D9 E4
Fxam - 1/1 D9 E5
Fcmovb_st0_sti XO 1/1 DA C0+i
Fcmove_st0_sti XO 1/1 DA C8+i
Fcmovbe_st0_sti XO 1/1 DA D0+i
Fcmovu_st0_sti XO 1/1 DA D8+i
Fcmovnb_st0_sti XO 1/1 DB C0+i
Fcmovne_st0_sti XO 1/1 DB C8+i
Fcmovnbe_st0_sti XO 1/1 DB D0+i
Fcmovnu_st0_sti XO 1/1 DB D8+i
Fsin - 1/1 D9 FE
Fcos - 1/1 D9 FF
Fsincos - 1/1 D9 FB
Fptan - 1/1 D9 F2
Fpatan - 1/1 D9 F3
F2xm1 - 1/1 D9 F0
Fyl2x - 1/1 D9 F1
Fyl2xp1 - 1/1 D9 F9
Rdmsr - 1/1 0F 32
Wrmsr - 1/1 0F 30
Clts - 1/1 0F 06
Lmsw_rm16 M 1/1 o16 0F 01 /6
Lmsw_r32m16 M 1/1 o32 0F 01 /6
Lmsw_r64m16 M 1/1 o64 0F 01 /6
Mov_r64_cr MR 1/1 0F 20 /r
Mov_cr_r64 RM 1/1 0F 22 /r
Rdfsbase_r32 M 1/1 F3 0F AE /0
Rdfsbase_r64 M 1/1 F3 o64 0F AE /0
Wrfsbase_r32 M 1/1 F3 0F AE /2
Wrfsbase_r64 M 1/1 F3 o64 0F AE /2
Rdgsbase_r32 M 1/1 F3 0F AE /1
Rdgsbase_r64 M 1/1 F3 o64 0F AE /1
Wrgsbase_r32 M 1/1 F3 0F AE /3
Wrgsbase_r64 M 1/1 F3 o64 0F AE /3
Swapgs - 1/1 0F 01 F8
Hlt - 1/1 F4
Cli - 1/1 FA
Sti - 1/1 FB
In_AL_imm8 XI 1/1 E4 ib
In_AL_DX XX 1/1 EC
In_AX_imm8 XI 1/1 o16 E5 ib
In_AX_DX XX 1/1 o16 ED
In_EAX_imm8 XI 1/1 o32 E5 ib
In_EAX_DX XX 1/1 o32 ED
Out_imm8_AL IX 1/1 E6 ib
Out_DX_AL XX 1/1 EE
Out_imm8_AX IX 1/1 o16 E7 ib
Out_DX_AX XX 1/1 o16 EF
Out_imm8_EAX IX 1/1 o32 E7 ib
Out_DX_EAX XX 1/1 o32 EF
Lgdt_m1664 M 1/1 0F 01 /2
Lidt_m1664 M 1/1 0F 01 /3
Mov_r32m16_Sreg MR 1/1 o32 8C /r
Mov_rm16_Sreg MR 1/1 o16 8C /r
Mov_r64m16_Sreg MR 1/1 o64 8C /r
Mov_Sreg_r32m16 RM 1/1 o32 8E /r
Mov_Sreg_rm16 RM 1/1 o16 8E /r
Mov_Sreg_r64m16 RM 1/1 o64 8E /r
Clflush_m8 M 1/1 NP 0F AE /7
Clflushopt_m8 M 1/1 66 0F AE /7
Clwb_m8 M 1/1 66 0F AE /6
Wbinvd - 1/1 0F 09
Wbnoinvd - 1/1 F3 0F 09
Invd - 1/1 0F 08
Serialize - 1/1 NP 0F 01 E8
Invlpg_m M 1/1 0F 01 /7
Invpcid_r64_m128 RM 1/1 66 0F 38 82 /r
Clac - 1/1 NP 0F 01 CA
Stac - 1/1 NP 0F 01 CB
Sysretq - 1/1 o64 0F 07
Rdpid_r64 M 1/1 F3 0F C7 /7
Uiret - 1/1 F3 0F 01 EC
Encls - 1/1 NP 0F 01 CF
Pconfig - 1/1 NP 0F 01 C5
Hreset_imm8 I 1/1 F3 0F 3A F0 C0 ib
Sysenter - 1/1 0F 34
Sysexitq - 1/1 o64 0F 35
Monitorq - 1/1 a64 NP 0F 01 C8
Mwait - 1/1 NP 0F 01 C9
Movaps_xmm_xmmm128 RM 1/1 NP 0F 28 /r
Movaps_xmmm128_xmm MR 1/1 NP 0F 29 /r
VEX_Vmovaps_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 28 /r
VEX_Vmovaps_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 28 /r
VEX_Vmovaps_xmmm128_xmm MR 1/1 VEX.128.0F.WIG 29 /r
VEX_Vmovaps_ymmm256_ymm MR 1/1 VEX.256.0F.WIG 29 /r
EVEX_Vmovaps_xmm_k1z_xmmm128 RM 16/16 EVEX.128.0F.W0 28 /r
EVEX_Vmovaps_ymm_k1z_ymmm256 RM 32/32 EVEX.256.0F.W0 28 /r
EVEX_Vmovaps_xmmm128_k1z_xmm MR 16/16 EVEX.128.0F.W0 29 /r
EVEX_Vmovaps_ymmm256_k1z_ymm MR 32/32 EVEX.256.0F.W0 29 /r
EVEX_Vmovaps_zmm_k1z_zmmm512 RM 64/64 EVEX.512.0F.W0 28 /r
EVEX_Vmovaps_zmmm512_k1z_zmm MR 64/64 EVEX.512.0F.W0 29 /r
Movapd_xmm_xmmm128 RM 1/1 66 0F 28 /r
Movapd_xmmm128_xmm MR 1/1 66 0F 29 /r
VEX_Vmovapd_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 28 /r
VEX_Vmovapd_ymm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 28 /r
VEX_Vmovapd_xmmm128_xmm MR 1/1 VEX.128.66.0F.WIG 29 /r
VEX_Vmovapd_ymmm256_ymm MR 1/1 VEX.256.66.0F.WIG 29 /r
EVEX_Vmovapd_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F.W1 28 /r
EVEX_Vmovapd_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F.W1 28 /r
EVEX_Vmovapd_xmmm128_k1z_xmm MR 16/16 EVEX.128.66.0F.W1 29 /r
EVEX_Vmovapd_ymmm256_k1z_ymm MR 32/32 EVEX.256.66.0F.W1 29 /r
EVEX_Vmovapd_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F.W1 28 /r
EVEX_Vmovapd_zmmm512_k1z_zmm MR 64/64 EVEX.512.66.0F.W1 29 /r
Movups_xmm_xmmm128 RM 1/1 NP 0F 10 /r
Movups_xmmm128_xmm MR 1/1 NP 0F 11 /r
VEX_Vmovups_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 10 /r
VEX_Vmovups_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 10 /r
VEX_Vmovups_xmmm128_xmm MR 1/1 VEX.128.0F.WIG 11 /r
VEX_Vmovups_ymmm256_ymm MR 1/1 VEX.256.0F.WIG 11 /r
EVEX_Vmovups_xmm_k1z_xmmm128 RM 16/16 EVEX.128.0F.W0 10 /r
EVEX_Vmovups_ymm_k1z_ymmm256 RM 32/32 EVEX.256.0F.W0 10 /r
EVEX_Vmovups_xmmm128_k1z_xmm MR 16/16 EVEX.128.0F.W0 11 /r
EVEX_Vmovups_ymmm256_k1z_ymm MR 32/32 EVEX.256.0F.W0 11 /r
EVEX_Vmovups_zmm_k1z_zmmm512 RM 64/64 EVEX.512.0F.W0 10 /r
EVEX_Vmovups_zmmm512_k1z_zmm MR 64/64 EVEX.512.0F.W0 11 /r
Movupd_xmm_xmmm128 RM 1/1 66 0F 10 /r
Movupd_xmmm128_xmm MR 1/1 66 0F 11 /r
VEX_Vmovupd_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 10 /r
VEX_Vmovupd_ymm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 10 /r
VEX_Vmovupd_xmmm128_xmm MR 1/1 VEX.128.66.0F.WIG 11 /r
VEX_Vmovupd_ymmm256_ymm MR 1/1 VEX.256.66.0F.WIG 11 /r
EVEX_Vmovupd_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F.W1 10 /r
EVEX_Vmovupd_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F.W1 10 /r
EVEX_Vmovupd_xmmm128_k1z_xmm MR 16/16 EVEX.128.66.0F.W1 11 /r
EVEX_Vmovupd_ymmm256_k1z_ymm MR 32/32 EVEX.256.66.0F.W1 11 /r
EVEX_Vmovupd_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F.W1 10 /r
EVEX_Vmovupd_zmmm512_k1z_zmm MR 64/64 EVEX.512.66.0F.W1 11 /r
Movdqa_xmm_xmmm128 RM 1/1 66 0F 6F /r
Movdqa_xmmm128_xmm MR 1/1 66 0F 7F /r
VEX_Vmovdqa_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 6F /r
VEX_Vmovdqa_ymm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 6F /r
VEX_Vmovdqa_xmmm128_xmm MR 1/1 VEX.128.66.0F.WIG 7F /r
VEX_Vmovdqa_ymmm256_ymm MR 1/1 VEX.256.66.0F.WIG 7F /r
Movdqu_xmm_xmmm128 RM 1/1 F3 0F 6F /r
Movdqu_xmmm128_xmm MR 1/1 F3 0F 7F /r
VEX_Vmovdqu_xmm_xmmm128 RM 1/1 VEX.128.F3.0F.WIG 6F /r
VEX_Vmovdqu_ymm_ymmm256 RM 1/1 VEX.256.F3.0F.WIG 6F /r
VEX_Vmovdqu_xmmm128_xmm MR 1/1 VEX.128.F3.0F.WIG 7F /r
VEX_Vmovdqu_ymmm256_ymm MR 1/1 VEX.256.F3.0F.WIG 7F /r
EVEX_Vmovdqa32_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F.W0 6F /r
EVEX_Vmovdqa32_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F.W0 6F /r
EVEX_Vmovdqa32_xmmm128_k1z_xmm MR 16/16 EVEX.128.66.0F.W0 7F /r
EVEX_Vmovdqa32_ymmm256_k1z_ymm MR 32/32 EVEX.256.66.0F.W0 7F /r
EVEX_Vmovdqa32_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F.W0 6F /r
EVEX_Vmovdqa32_zmmm512_k1z_zmm MR 64/64 EVEX.512.66.0F.W0 7F /r
EVEX_Vmovdqa64_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F.W1 6F /r
EVEX_Vmovdqa64_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F.W1 6F /r
EVEX_Vmovdqa64_xmmm128_k1z_xmm MR 16/16 EVEX.128.66.0F.W1 7F /r
EVEX_Vmovdqa64_ymmm256_k1z_ymm MR 32/32 EVEX.256.66.0F.W1 7F /r
EVEX_Vmovdqa64_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F.W1 6F /r
EVEX_Vmovdqa64_zmmm512_k1z_zmm MR 64/64 EVEX.512.66.0F.W1 7F /r
EVEX_Vmovdqu8_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F2.0F.W0 6F /r
EVEX_Vmovdqu8_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F2.0F.W0 6F /r
EVEX_Vmovdqu8_xmmm128_k1z_xmm MR 16/16 EVEX.128.F2.0F.W0 7F /r
EVEX_Vmovdqu8_ymmm256_k1z_ymm MR 32/32 EVEX.256.F2.0F.W0 7F /r
EVEX_Vmovdqu8_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F2.0F.W0 6F /r
EVEX_Vmovdqu8_zmmm512_k1z_zmm MR 64/64 EVEX.512.F2.0F.W0 7F /r
EVEX_Vmovdqu16_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F2.0F.W1 6F /r
EVEX_Vmovdqu16_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F2.0F.W1 6F /r
EVEX_Vmovdqu16_xmmm128_k1z_xmm MR 16/16 EVEX.128.F2.0F.W1 7F /r
EVEX_Vmovdqu16_ymmm256_k1z_ymm MR 32/32 EVEX.256.F2.0F.W1 7F /r
EVEX_Vmovdqu16_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F2.0F.W1 6F /r
EVEX_Vmovdqu16_zmmm512_k1z_zmm MR 64/64 EVEX.512.F2.0F.W1 7F /r
EVEX_Vmovdqu32_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F3.0F.W0 6F /r
EVEX_Vmovdqu32_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F3.0F.W0 6F /r
EVEX_Vmovdqu32_xmmm128_k1z_xmm MR 16/16 EVEX.128.F3.0F.W0 7F /r
EVEX_Vmovdqu32_ymmm256_k1z_ymm MR 32/32 EVEX.256.F3.0F.W0 7F /r
EVEX_Vmovdqu32_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F3.0F.W0 6F /r
EVEX_Vmovdqu32_zmmm512_k1z_zmm MR 64/64 EVEX.512.F3.0F.W0 7F /r
EVEX_Vmovdqu64_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F3.0F.W1 6F /r
EVEX_Vmovdqu64_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F3.0F.W1 6F /r
EVEX_Vmovdqu64_xmmm128_k1z_xmm MR 16/16 EVEX.128.F3.0F.W1 7F /r
EVEX_Vmovdqu64_ymmm256_k1z_ymm MR 32/32 EVEX.256.F3.0F.W1 7F /r
EVEX_Vmovdqu64_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F3.0F.W1 6F /r
EVEX_Vmovdqu64_zmmm512_k1z_zmm MR 64/64 EVEX.512.F3.0F.W1 7F /r
Movntps_m128_xmm MR 1/1 NP 0F 2B /r
VEX_Vmovntps_m128_xmm MR 1/1 VEX.128.0F.WIG 2B /r
VEX_Vmovntps_m256_ymm MR 1/1 VEX.256.0F.WIG 2B /r
EVEX_Vmovntps_m128_xmm MR 16/16 EVEX.128.0F.W0 2B /r
EVEX_Vmovntps_m256_ymm MR 32/32 EVEX.256.0F.W0 2B /r
EVEX_Vmovntps_m512_zmm MR 64/64 EVEX.512.0F.W0 2B /r
Movntpd_m128_xmm MR 1/1 66 0F 2B /r
VEX_Vmovntpd_m128_xmm MR 1/1 VEX.128.66.0F.WIG 2B /r
VEX_Vmovntpd_m256_ymm MR 1/1 VEX.256.66.0F.WIG 2B /r
EVEX_Vmovntpd_m128_xmm MR 16/16 EVEX.128.66.0F.W1 2B /r
EVEX_Vmovntpd_m256_ymm MR 32/32 EVEX.256.66.0F.W1 2B /r
EVEX_Vmovntpd_m512_zmm MR 64/64 EVEX.512.66.0F.W1 2B /r
Movntdq_m128_xmm MR 1/1 66 0F E7 /r
VEX_Vmovntdq_m128_xmm MR 1/1 VEX.128.66.0F.WIG E7 /r
VEX_Vmovntdq_m256_ymm MR 1/1 VEX.256.66.0F.WIG E7 /r
EVEX_Vmovntdq_m128_xmm MR 16/16 EVEX.128.66.0F.W0 E7 /r
EVEX_Vmovntdq_m256_ymm MR 32/32 EVEX.256.66.0F.W0 E7 /r
EVEX_Vmovntdq_m512_zmm MR 64/64 EVEX.512.66.0F.W0 E7 /r
Movntdqa_xmm_m128 RM 1/1 66 0F 38 2A /r
VEX_Vmovntdqa_xmm_m128 RM 1/1 VEX.128.66.0F38.WIG 2A /r
VEX_Vmovntdqa_ymm_m256 RM 1/1 VEX.256.66.0F38.WIG 2A /r
EVEX_Vmovntdqa_xmm_m128 RM 16/16 EVEX.128.66.0F38.W0 2A /r
EVEX_Vmovntdqa_ymm_m256 RM 32/32 EVEX.256.66.0F38.W0 2A /r
EVEX_Vmovntdqa_zmm_m512 RM 64/64 EVEX.512.66.0F38.W0 2A /r
Lddqu_xmm_m128 RM 1/1 F2 0F F0 /r
VEX_Vlddqu_xmm_m128 RM 1/1 VEX.128.F2.0F.WIG F0 /r
VEX_Vlddqu_ymm_m256 RM 1/1 VEX.256.F2.0F.WIG F0 /r
Movd_xmm_rm32 RM 1/1 66 0F 6E /r
Movd_rm32_xmm MR 1/1 66 0F 7E /r
VEX_Vmovd_xmm_rm32 RM 1/1 VEX.128.66.0F.W0 6E /r
VEX_Vmovd_rm32_xmm MR 1/1 VEX.128.66.0F.W0 7E /r
EVEX_Vmovd_xmm_rm32 RM 4/4 EVEX.128.66.0F.W0 6E /r
EVEX_Vmovd_rm32_xmm MR 4/4 EVEX.128.66.0F.W0 7E /r
Movq_xmm_rm64 RM 1/1 66 o64 0F 6E /r
Movq_rm64_xmm MR 1/1 66 o64 0F 7E /r
Movq_xmm_xmmm64 RM 1/1 F3 0F 7E /r
Movq_xmmm64_xmm MR 1/1 66 0F D6 /r
VEX_Vmovq_xmm_rm64 RM 1/1 VEX.128.66.0F.W1 6E /r
VEX_Vmovq_rm64_xmm MR 1/1 VEX.128.66.0F.W1 7E /r
VEX_Vmovq_xmm_xmmm64 RM 1/1 VEX.128.F3.0F.WIG 7E /r
VEX_Vmovq_xmmm64_xmm MR 1/1 VEX.128.66.0F.WIG D6 /r
EVEX_Vmovq_xmm_rm64 RM 8/8 EVEX.128.66.0F.W1 6E /r
EVEX_Vmovq_rm64_xmm MR 8/8 EVEX.128.66.0F.W1 7E /r
EVEX_Vmovq_xmm_xmmm64 RM 8/8 EVEX.128.F3.0F.W1 7E /r
EVEX_Vmovq_xmmm64_xmm MR 8/8 EVEX.128.66.0F.W1 D6 /r
Movss_xmm_xmmm32 RM 1/1 F3 0F 10 /r
Movss_xmmm32_xmm MR 1/1 F3 0F 11 /r
VEX_Vmovss_xmm_m32 RM 1/1 VEX.LIG.F3.0F.WIG 10 /r
VEX_Vmovss_m32_xmm MR 1/1 VEX.LIG.F3.0F.WIG 11 /r
VEX_Vmovss_xmm_xmm_xmm RVM 1/1 VEX.LIG.F3.0F.WIG 10 /r
VEX_Vmovss_xmm_xmm_xmm_0F11 MVR 1/1 VEX.LIG.F3.0F.WIG 11 /r
EVEX_Vmovss_xmm_k1z_m32 RM 4/4 EVEX.LIG.F3.0F.W0 10 /r
EVEX_Vmovss_m32_k1_xmm MR 4/4 EVEX.LIG.F3.0F.W0 11 /r
EVEX_Vmovss_xmm_k1z_xmm_xmm RVM 1/1 EVEX.LIG.F3.0F.W0 10 /r
EVEX_Vmovss_xmm_k1z_xmm_xmm_0F11 MVR 1/1 EVEX.LIG.F3.0F.W0 11 /r
Movsd_xmm_xmmm64 RM 1/1 F2 0F 10 /r
Movsd_xmmm64_xmm MR 1/1 F2 0F 11 /r
VEX_Vmovsd_xmm_m64 RM 1/1 VEX.LIG.F2.0F.WIG 10 /r
VEX_Vmovsd_m64_xmm MR 1/1 VEX.LIG.F2.0F.WIG 11 /r
VEX_Vmovsd_xmm_xmm_xmm RVM 1/1 VEX.LIG.F2.0F.WIG 10 /r
VEX_Vmovsd_xmm_xmm_xmm_0F11 MVR 1/1 VEX.LIG.F2.0F.WIG 11 /r
EVEX_Vmovsd_xmm_k1z_m64 RM 8/8 EVEX.LIG.F2.0F.W1 10 /r
EVEX_Vmovsd_m64_k1_xmm MR 8/8 EVEX.LIG.F2.0F.W1 11 /r
EVEX_Vmovsd_xmm_k1z_xmm_xmm RVM 1/1 EVEX.LIG.F2.0F.W1 10 /r
EVEX_Vmovsd_xmm_k1z_xmm_xmm_0F11 MVR 1/1 EVEX.LIG.F2.0F.W1 11 /r
Movlps_xmm_m64 RM 1/1 NP 0F 12 /r
Movlps_m64_xmm MR 1/1 NP 0F 13 /r
VEX_Vmovlps_xmm_xmm_m64 RVM 1/1 VEX.128.0F.WIG 12 /r
VEX_Vmovlps_m64_xmm MR 1/1 VEX.128.0F.WIG 13 /r
EVEX_Vmovlps_xmm_xmm_m64 RVM 8/8 EVEX.128.0F.W0 12 /r
EVEX_Vmovlps_m64_xmm MR 8/8 EVEX.128.0F.W0 13 /r
Movlpd_xmm_m64 RM 1/1 66 0F 12 /r
Movlpd_m64_xmm MR 1/1 66 0F 13 /r
VEX_Vmovlpd_xmm_xmm_m64 RVM 1/1 VEX.128.66.0F.WIG 12 /r
VEX_Vmovlpd_m64_xmm MR 1/1 VEX.128.66.0F.WIG 13 /r
EVEX_Vmovlpd_xmm_xmm_m64 RVM 8/8 EVEX.128.66.0F.W1 12 /r
EVEX_Vmovlpd_m64_xmm MR 8/8 EVEX.128.66.0F.W1 13 /r
Movhps_xmm_m64 RM 1/1 NP 0F 16 /r
Movhps_m64_xmm MR 1/1 NP 0F 17 /r
VEX_Vmovhps_xmm_xmm_m64 RVM 1/1 VEX.128.0F.WIG 16 /r
VEX_Vmovhps_m64_xmm MR 1/1 VEX.128.0F.WIG 17 /r
EVEX_Vmovhps_xmm_xmm_m64 RVM 8/8 EVEX.128.0F.W0 16 /r
EVEX_Vmovhps_m64_xmm MR 8/8 EVEX.128.0F.W0 17 /r
Movhpd_xmm_m64 RM 1/1 66 0F 16 /r
Movhpd_m64_xmm MR 1/1 66 0F 17 /r
VEX_Vmovhpd_xmm_xmm_m64 RVM 1/1 VEX.128.66.0F.WIG 16 /r
VEX_Vmovhpd_m64_xmm MR 1/1 VEX.128.66.0F.WIG 17 /r
EVEX_Vmovhpd_xmm_xmm_m64 RVM 8/8 EVEX.128.66.0F.W1 16 /r
EVEX_Vmovhpd_m64_xmm MR 8/8 EVEX.128.66.0F.W1 17 /r
Movhlps_xmm_xmm RM 1/1 NP 0F 12 /r
VEX_Vmovhlps_xmm_xmm_xmm RVM 1/1 VEX.128.0F.WIG 12 /r
EVEX_Vmovhlps_xmm_xmm_xmm RVM 1/1 EVEX.128.0F.W0 12 /r
Movlhps_xmm_xmm RM 1/1 NP 0F 16 /r
VEX_Vmovlhps_xmm_xmm_xmm RVM 1/1 VEX.128.0F.WIG 16 /r
EVEX_Vmovlhps_xmm_xmm_xmm RVM 1/1 EVEX.128.0F.W0 16 /r
Movmskps_r32_xmm RM 1/1 NP 0F 50 /r
Movmskps_r64_xmm RM 1/1 NP o64 0F 50 /r
VEX_Vmovmskps_r32_xmm RM 1/1 VEX.128.0F.W0 50 /r
VEX_Vmovmskps_r32_ymm RM 1/1 VEX.256.0F.W0 50 /r
VEX_Vmovmskps_r64_xmm RM 1/1 VEX.128.0F.W1 50 /r
VEX_Vmovmskps_r64_ymm RM 1/1 VEX.256.0F.W1 50 /r
Movmskpd_r32_xmm RM 1/1 66 0F 50 /r
Movmskpd_r64_xmm RM 1/1 66 o64 0F 50 /r
VEX_Vmovmskpd_r32_xmm RM 1/1 VEX.128.66.0F.W0 50 /r
VEX_Vmovmskpd_r32_ymm RM 1/1 VEX.256.66.0F.W0 50 /r
VEX_Vmovmskpd_r64_xmm RM 1/1 VEX.128.66.0F.W1 50 /r
VEX_Vmovmskpd_r64_ymm RM 1/1 VEX.256.66.0F.W1 50 /r
Pmovmskb_r32_xmm RM 1/1 66 0F D7 /r
Pmovmskb_r64_xmm RM 1/1 66 o64 0F D7 /r
VEX_Vpmovmskb_r32_xmm RM 1/1 VEX.128.66.0F.W0 D7 /r
VEX_Vpmovmskb_r64_xmm RM 1/1 VEX.128.66.0F.W1 D7 /r
VEX_Vpmovmskb_r32_ymm RM 1/1 VEX.256.66.0F.W0 D7 /r
VEX_Vpmovmskb_r64_ymm RM 1/1 VEX.256.66.0F.W1 D7 /r
Pand_xmm_xmmm128 RM 1/1 66 0F DB /r
VEX_Vpand_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DB /r
VEX_Vpand_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DB /r
EVEX_Vpandd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 DB /r
EVEX_Vpandd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 DB /r
EVEX_Vpandd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 DB /r
EVEX_Vpandq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 DB /r
EVEX_Vpandq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 DB /r
EVEX_Vpandq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 DB /r
Andps_xmm_xmmm128 RM 1/1 NP 0F 54 /r
VEX_Vandps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 54 /r
VEX_Vandps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 54 /r
EVEX_Vandps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 54 /r
EVEX_Vandps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 54 /r
EVEX_Vandps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 54 /r
Andpd_xmm_xmmm128 RM 1/1 66 0F 54 /r
VEX_Vandpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 54 /r
VEX_Vandpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 54 /r
EVEX_Vandpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 54 /r
EVEX_Vandpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 54 /r
EVEX_Vandpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 54 /r
Pandn_xmm_xmmm128 RM 1/1 66 0F DF /r
VEX_Vpandn_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DF /r
VEX_Vpandn_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DF /r
EVEX_Vpandnd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 DF /r
EVEX_Vpandnd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 DF /r
EVEX_Vpandnd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 DF /r
EVEX_Vpandnq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 DF /r
EVEX_Vpandnq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 DF /r
EVEX_Vpandnq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 DF /r
Andnps_xmm_xmmm128 RM 1/1 NP 0F 55 /r
VEX_Vandnps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 55 /r
VEX_Vandnps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 55 /r
EVEX_Vandnps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 55 /r
EVEX_Vandnps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 55 /r
EVEX_Vandnps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 55 /r
Andnpd_xmm_xmmm128 RM 1/1 66 0F 55 /r
VEX_Vandnpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 55 /r
VEX_Vandnpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 55 /r
EVEX_Vandnpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 55 /r
EVEX_Vandnpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 55 /r
EVEX_Vandnpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 55 /r
Por_xmm_xmmm128 RM 1/1 66 0F EB /r
VEX_Vpor_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG EB /r
VEX_Vpor_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG EB /r
EVEX_Vpord_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 EB /r
EVEX_Vpord_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 EB /r
EVEX_Vpord_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 EB /r
EVEX_Vporq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 EB /r
EVEX_Vporq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 EB /r
EVEX_Vporq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 EB /r
Orps_xmm_xmmm128 RM 1/1 NP 0F 56 /r
VEX_Vorps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 56 /r
VEX_Vorps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 56 /r
EVEX_Vorps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 56 /r
EVEX_Vorps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 56 /r
EVEX_Vorps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 56 /r
Orpd_xmm_xmmm128 RM 1/1 66 0F 56 /r
VEX_Vorpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 56 /r
VEX_Vorpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 56 /r
EVEX_Vorpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 56 /r
EVEX_Vorpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 56 /r
EVEX_Vorpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 56 /r
Pxor_xmm_xmmm128 RM 1/1 66 0F EF /r
VEX_Vpxor_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG EF /r
VEX_Vpxor_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG EF /r
EVEX_Vpxord_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 EF /r
EVEX_Vpxord_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 EF /r
EVEX_Vpxord_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 EF /r
EVEX_Vpxorq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 EF /r
EVEX_Vpxorq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 EF /r
EVEX_Vpxorq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 EF /r
Xorps_xmm_xmmm128 RM 1/1 NP 0F 57 /r
VEX_Vxorps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 57 /r
VEX_Vxorps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 57 /r
EVEX_Vxorps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 57 /r
EVEX_Vxorps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 57 /r
EVEX_Vxorps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 57 /r
Xorpd_xmm_xmmm128 RM 1/1 66 0F 57 /r
VEX_Vxorpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 57 /r
VEX_Vxorpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 57 /r
EVEX_Vxorpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 57 /r
EVEX_Vxorpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 57 /r
EVEX_Vxorpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 57 /r
EVEX_Vpternlogd_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 25 /r ib
EVEX_Vpternlogd_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 25 /r ib
EVEX_Vpternlogd_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 25 /r ib
EVEX_Vpternlogq_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 25 /r ib
EVEX_Vpternlogq_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 25 /r ib
EVEX_Vpternlogq_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 25 /r ib
Ptest_xmm_xmmm128 RM 1/1 66 0F 38 17 /r
VEX_Vptest_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG 17 /r
VEX_Vptest_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.WIG 17 /r
VEX_Vtestps_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.W0 0E /r
VEX_Vtestps_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.W0 0E /r
VEX_Vtestpd_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.W0 0F /r
VEX_Vtestpd_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.W0 0F /r
VEX_Vbroadcastss_xmm_m32 RM 1/1 VEX.128.66.0F38.W0 18 /r
VEX_Vbroadcastss_ymm_m32 RM 1/1 VEX.256.66.0F38.W0 18 /r
VEX_Vbroadcastss_xmm_xmm RM 1/1 VEX.128.66.0F38.W0 18 /r
VEX_Vbroadcastss_ymm_xmm RM 1/1 VEX.256.66.0F38.W0 18 /r
EVEX_Vbroadcastss_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.W0 18 /r
EVEX_Vbroadcastss_ymm_k1z_xmmm32 RM 4/4 EVEX.256.66.0F38.W0 18 /r
EVEX_Vbroadcastss_zmm_k1z_xmmm32 RM 4/4 EVEX.512.66.0F38.W0 18 /r
VEX_Vbroadcastsd_ymm_m64 RM 1/1 VEX.256.66.0F38.W0 19 /r
VEX_Vbroadcastsd_ymm_xmm RM 1/1 VEX.256.66.0F38.W0 19 /r
EVEX_Vbroadcastsd_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.W1 19 /r
EVEX_Vbroadcastsd_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.W1 19 /r
VEX_Vbroadcastf128_ymm_m128 RM 1/1 VEX.256.66.0F38.W0 1A /r
VEX_Vbroadcasti128_ymm_m128 RM 1/1 VEX.256.66.0F38.W0 5A /r
EVEX_Vbroadcastf32x2_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.W0 19 /r
EVEX_Vbroadcastf32x2_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.W0 19 /r
EVEX_Vbroadcasti32x2_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.W0 59 /r
EVEX_Vbroadcasti32x2_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.W0 59 /r
EVEX_Vbroadcasti32x2_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.W0 59 /r
EVEX_Vbroadcastf32x4_ymm_k1z_m128 RM 16/16 EVEX.256.66.0F38.W0 1A /r
EVEX_Vbroadcastf32x4_zmm_k1z_m128 RM 16/16 EVEX.512.66.0F38.W0 1A /r
EVEX_Vbroadcastf64x2_ymm_k1z_m128 RM 16/16 EVEX.256.66.0F38.W1 1A /r
EVEX_Vbroadcastf64x2_zmm_k1z_m128 RM 16/16 EVEX.512.66.0F38.W1 1A /r
EVEX_Vbroadcastf32x8_zmm_k1z_m256 RM 32/32 EVEX.512.66.0F38.W0 1B /r
EVEX_Vbroadcastf64x4_zmm_k1z_m256 RM 32/32 EVEX.512.66.0F38.W1 1B /r
EVEX_Vbroadcasti32x4_ymm_k1z_m128 RM 16/16 EVEX.256.66.0F38.W0 5A /r
EVEX_Vbroadcasti32x4_zmm_k1z_m128 RM 16/16 EVEX.512.66.0F38.W0 5A /r
EVEX_Vbroadcasti64x2_ymm_k1z_m128 RM 16/16 EVEX.256.66.0F38.W1 5A /r
EVEX_Vbroadcasti64x2_zmm_k1z_m128 RM 16/16 EVEX.512.66.0F38.W1 5A /r
EVEX_Vbroadcasti32x8_zmm_k1z_m256 RM 32/32 EVEX.512.66.0F38.W0 5B /r
EVEX_Vbroadcasti64x4_zmm_k1z_m256 RM 32/32 EVEX.512.66.0F38.W1 5B /r
VEX_Vpbroadcastb_xmm_xmmm8 RM 1/1 VEX.128.66.0F38.W0 78 /r
VEX_Vpbroadcastb_ymm_xmmm8 RM 1/1 VEX.256.66.0F38.W0 78 /r
EVEX_Vpbroadcastb_xmm_k1z_xmmm8 RM 1/1 EVEX.128.66.0F38.W0 78 /r
EVEX_Vpbroadcastb_ymm_k1z_xmmm8 RM 1/1 EVEX.256.66.0F38.W0 78 /r
EVEX_Vpbroadcastb_xmm_k1z_r32 RM 1/1 EVEX.128.66.0F38.W0 7A /r
EVEX_Vpbroadcastb_ymm_k1z_r32 RM 1/1 EVEX.256.66.0F38.W0 7A /r
EVEX_Vpbroadcastb_zmm_k1z_xmmm8 RM 1/1 EVEX.512.66.0F38.W0 78 /r
EVEX_Vpbroadcastb_zmm_k1z_r32 RM 1/1 EVEX.512.66.0F38.W0 7A /r
VEX_Vpbroadcastw_xmm_xmmm16 RM 1/1 VEX.128.66.0F38.W0 79 /r
VEX_Vpbroadcastw_ymm_xmmm16 RM 1/1 VEX.256.66.0F38.W0 79 /r
EVEX_Vpbroadcastw_xmm_k1z_xmmm16 RM 2/2 EVEX.128.66.0F38.W0 79 /r
EVEX_Vpbroadcastw_ymm_k1z_xmmm16 RM 2/2 EVEX.256.66.0F38.W0 79 /r
EVEX_Vpbroadcastw_xmm_k1z_r32 RM 1/1 EVEX.128.66.0F38.W0 7B /r
EVEX_Vpbroadcastw_ymm_k1z_r32 RM 1/1 EVEX.256.66.0F38.W0 7B /r
EVEX_Vpbroadcastw_zmm_k1z_xmmm16 RM 2/2 EVEX.512.66.0F38.W0 79 /r
EVEX_Vpbroadcastw_zmm_k1z_r32 RM 1/1 EVEX.512.66.0F38.W0 7B /r
VEX_Vpbroadcastd_xmm_xmmm32 RM 1/1 VEX.128.66.0F38.W0 58 /r
VEX_Vpbroadcastd_ymm_xmmm32 RM 1/1 VEX.256.66.0F38.W0 58 /r
EVEX_Vpbroadcastd_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.W0 58 /r
EVEX_Vpbroadcastd_ymm_k1z_xmmm32 RM 4/4 EVEX.256.66.0F38.W0 58 /r
EVEX_Vpbroadcastd_xmm_k1z_r32 RM 1/1 EVEX.128.66.0F38.W0 7C /r
EVEX_Vpbroadcastd_ymm_k1z_r32 RM 1/1 EVEX.256.66.0F38.W0 7C /r
EVEX_Vpbroadcastd_zmm_k1z_xmmm32 RM 4/4 EVEX.512.66.0F38.W0 58 /r
EVEX_Vpbroadcastd_zmm_k1z_r32 RM 1/1 EVEX.512.66.0F38.W0 7C /r
VEX_Vpbroadcastq_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.W0 59 /r
VEX_Vpbroadcastq_ymm_xmmm64 RM 1/1 VEX.256.66.0F38.W0 59 /r
EVEX_Vpbroadcastq_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.W1 59 /r
EVEX_Vpbroadcastq_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.W1 59 /r
EVEX_Vpbroadcastq_xmm_k1z_r64 RM 1/1 EVEX.128.66.0F38.W1 7C /r
EVEX_Vpbroadcastq_ymm_k1z_r64 RM 1/1 EVEX.256.66.0F38.W1 7C /r
EVEX_Vpbroadcastq_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.W1 59 /r
EVEX_Vpbroadcastq_zmm_k1z_r64 RM 1/1 EVEX.512.66.0F38.W1 7C /r
Paddb_xmm_xmmm128 RM 1/1 66 0F FC /r
VEX_Vpaddb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG FC /r
VEX_Vpaddb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG FC /r
EVEX_Vpaddb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG FC /r
EVEX_Vpaddb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG FC /r
EVEX_Vpaddb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG FC /r
Psubb_xmm_xmmm128 RM 1/1 66 0F F8 /r
VEX_Vpsubb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F8 /r
VEX_Vpsubb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG F8 /r
EVEX_Vpsubb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG F8 /r
EVEX_Vpsubb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG F8 /r
EVEX_Vpsubb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG F8 /r
Paddw_xmm_xmmm128 RM 1/1 66 0F FD /r
VEX_Vpaddw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG FD /r
VEX_Vpaddw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG FD /r
EVEX_Vpaddw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG FD /r
EVEX_Vpaddw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG FD /r
EVEX_Vpaddw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG FD /r
Psubw_xmm_xmmm128 RM 1/1 66 0F F9 /r
VEX_Vpsubw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F9 /r
VEX_Vpsubw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG F9 /r
EVEX_Vpsubw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG F9 /r
EVEX_Vpsubw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG F9 /r
EVEX_Vpsubw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG F9 /r
Paddd_xmm_xmmm128 RM 1/1 66 0F FE /r
VEX_Vpaddd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG FE /r
VEX_Vpaddd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG FE /r
EVEX_Vpaddd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 FE /r
EVEX_Vpaddd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 FE /r
EVEX_Vpaddd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 FE /r
Psubd_xmm_xmmm128 RM 1/1 66 0F FA /r
VEX_Vpsubd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG FA /r
VEX_Vpsubd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG FA /r
EVEX_Vpsubd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 FA /r
EVEX_Vpsubd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 FA /r
EVEX_Vpsubd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 FA /r
Paddq_xmm_xmmm128 RM 1/1 66 0F D4 /r
VEX_Vpaddq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D4 /r
VEX_Vpaddq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG D4 /r
EVEX_Vpaddq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 D4 /r
EVEX_Vpaddq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 D4 /r
EVEX_Vpaddq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 D4 /r
Psubq_xmm_xmmm128 RM 1/1 66 0F FB /r
VEX_Vpsubq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG FB /r
VEX_Vpsubq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG FB /r
EVEX_Vpsubq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 FB /r
EVEX_Vpsubq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 FB /r
EVEX_Vpsubq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 FB /r
Paddsb_xmm_xmmm128 RM 1/1 66 0F EC /r
VEX_Vpaddsb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG EC /r
VEX_Vpaddsb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG EC /r
EVEX_Vpaddsb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG EC /r
EVEX_Vpaddsb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG EC /r
EVEX_Vpaddsb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG EC /r
Psubsb_xmm_xmmm128 RM 1/1 66 0F E8 /r
VEX_Vpsubsb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E8 /r
VEX_Vpsubsb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E8 /r
EVEX_Vpsubsb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E8 /r
EVEX_Vpsubsb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E8 /r
EVEX_Vpsubsb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E8 /r
Paddusb_xmm_xmmm128 RM 1/1 66 0F DC /r
VEX_Vpaddusb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DC /r
VEX_Vpaddusb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DC /r
EVEX_Vpaddusb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG DC /r
EVEX_Vpaddusb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG DC /r
EVEX_Vpaddusb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG DC /r
Psubusb_xmm_xmmm128 RM 1/1 66 0F D8 /r
VEX_Vpsubusb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D8 /r
VEX_Vpsubusb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG D8 /r
EVEX_Vpsubusb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG D8 /r
EVEX_Vpsubusb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG D8 /r
EVEX_Vpsubusb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG D8 /r
Paddsw_xmm_xmmm128 RM 1/1 66 0F ED /r
VEX_Vpaddsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG ED /r
VEX_Vpaddsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG ED /r
EVEX_Vpaddsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG ED /r
EVEX_Vpaddsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG ED /r
EVEX_Vpaddsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG ED /r
Psubsw_xmm_xmmm128 RM 1/1 66 0F E9 /r
VEX_Vpsubsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E9 /r
VEX_Vpsubsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E9 /r
EVEX_Vpsubsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E9 /r
EVEX_Vpsubsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E9 /r
EVEX_Vpsubsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E9 /r
Paddusw_xmm_xmmm128 RM 1/1 66 0F DD /r
VEX_Vpaddusw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DD /r
VEX_Vpaddusw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DD /r
EVEX_Vpaddusw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG DD /r
EVEX_Vpaddusw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG DD /r
EVEX_Vpaddusw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG DD /r
Psubusw_xmm_xmmm128 RM 1/1 66 0F D9 /r
VEX_Vpsubusw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D9 /r
VEX_Vpsubusw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG D9 /r
EVEX_Vpsubusw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG D9 /r
EVEX_Vpsubusw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG D9 /r
EVEX_Vpsubusw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG D9 /r
Pminsb_xmm_xmmm128 RM 1/1 66 0F 38 38 /r
VEX_Vpminsb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 38 /r
VEX_Vpminsb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 38 /r
EVEX_Vpminsb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 38 /r
EVEX_Vpminsb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 38 /r
EVEX_Vpminsb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 38 /r
Pmaxsb_xmm_xmmm128 RM 1/1 66 0F 38 3C /r
VEX_Vpmaxsb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3C /r
VEX_Vpmaxsb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3C /r
EVEX_Vpmaxsb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 3C /r
EVEX_Vpmaxsb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 3C /r
EVEX_Vpmaxsb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 3C /r
Pminub_xmm_xmmm128 RM 1/1 66 0F DA /r
VEX_Vpminub_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DA /r
VEX_Vpminub_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DA /r
EVEX_Vpminub_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG DA /r
EVEX_Vpminub_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG DA /r
EVEX_Vpminub_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG DA /r
Pmaxub_xmm_xmmm128 RM 1/1 66 0F DE /r
VEX_Vpmaxub_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG DE /r
VEX_Vpmaxub_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG DE /r
EVEX_Vpmaxub_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG DE /r
EVEX_Vpmaxub_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG DE /r
EVEX_Vpmaxub_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG DE /r
Pminsw_xmm_xmmm128 RM 1/1 66 0F EA /r
VEX_Vpminsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG EA /r
VEX_Vpminsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG EA /r
EVEX_Vpminsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG EA /r
EVEX_Vpminsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG EA /r
EVEX_Vpminsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG EA /r
Pmaxsw_xmm_xmmm128 RM 1/1 66 0F EE /r
VEX_Vpmaxsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG EE /r
VEX_Vpmaxsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG EE /r
EVEX_Vpmaxsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG EE /r
EVEX_Vpmaxsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG EE /r
EVEX_Vpmaxsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG EE /r
Pminuw_xmm_xmmm128 RM 1/1 66 0F 38 3A /r
VEX_Vpminuw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3A /r
VEX_Vpminuw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3A /r
EVEX_Vpminuw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 3A /r
EVEX_Vpminuw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 3A /r
EVEX_Vpminuw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 3A /r
Pmaxuw_xmm_xmmm128 RM 1/1 66 0F 38 3E /r
VEX_Vpmaxuw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3E /r
VEX_Vpmaxuw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3E /r
EVEX_Vpmaxuw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 3E /r
EVEX_Vpmaxuw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 3E /r
EVEX_Vpmaxuw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 3E /r
Pminsd_xmm_xmmm128 RM 1/1 66 0F 38 39 /r
VEX_Vpminsd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 39 /r
VEX_Vpminsd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 39 /r
EVEX_Vpminsd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 39 /r
EVEX_Vpminsd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 39 /r
EVEX_Vpminsd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 39 /r
Pmaxsd_xmm_xmmm128 RM 1/1 66 0F 38 3D /r
VEX_Vpmaxsd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3D /r
VEX_Vpmaxsd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3D /r
EVEX_Vpmaxsd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 3D /r
EVEX_Vpmaxsd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 3D /r
EVEX_Vpmaxsd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 3D /r
Pminud_xmm_xmmm128 RM 1/1 66 0F 38 3B /r
VEX_Vpminud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3B /r
VEX_Vpminud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3B /r
EVEX_Vpminud_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 3B /r
EVEX_Vpminud_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 3B /r
EVEX_Vpminud_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 3B /r
Pmaxud_xmm_xmmm128 RM 1/1 66 0F 38 3F /r
VEX_Vpmaxud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 3F /r
VEX_Vpmaxud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 3F /r
EVEX_Vpmaxud_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 3F /r
EVEX_Vpmaxud_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 3F /r
EVEX_Vpmaxud_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 3F /r
EVEX_Vpminsq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 39 /r
EVEX_Vpminsq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 39 /r
EVEX_Vpminsq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 39 /r
EVEX_Vpmaxsq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 3D /r
EVEX_Vpmaxsq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 3D /r
EVEX_Vpmaxsq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 3D /r
EVEX_Vpminuq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 3B /r
EVEX_Vpminuq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 3B /r
EVEX_Vpminuq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 3B /r
EVEX_Vpmaxuq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 3F /r
EVEX_Vpmaxuq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 3F /r
EVEX_Vpmaxuq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 3F /r
Pmullw_xmm_xmmm128 RM 1/1 66 0F D5 /r
VEX_Vpmullw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D5 /r
VEX_Vpmullw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG D5 /r
EVEX_Vpmullw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG D5 /r
EVEX_Vpmullw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG D5 /r
EVEX_Vpmullw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG D5 /r
Pmulld_xmm_xmmm128 RM 1/1 66 0F 38 40 /r
VEX_Vpmulld_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 40 /r
VEX_Vpmulld_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 40 /r
EVEX_Vpmulld_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 40 /r
EVEX_Vpmulld_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 40 /r
EVEX_Vpmulld_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 40 /r
EVEX_Vpmullq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 40 /r
EVEX_Vpmullq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 40 /r
EVEX_Vpmullq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 40 /r
Pmulhw_xmm_xmmm128 RM 1/1 66 0F E5 /r
VEX_Vpmulhw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E5 /r
VEX_Vpmulhw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E5 /r
EVEX_Vpmulhw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E5 /r
EVEX_Vpmulhw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E5 /r
EVEX_Vpmulhw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E5 /r
Pmulhuw_xmm_xmmm128 RM 1/1 66 0F E4 /r
VEX_Vpmulhuw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E4 /r
VEX_Vpmulhuw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E4 /r
EVEX_Vpmulhuw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E4 /r
EVEX_Vpmulhuw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E4 /r
EVEX_Vpmulhuw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E4 /r
Pmulhrsw_xmm_xmmm128 RM 1/1 66 0F 38 0B /r
VEX_Vpmulhrsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 0B /r
VEX_Vpmulhrsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 0B /r
EVEX_Vpmulhrsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 0B /r
EVEX_Vpmulhrsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 0B /r
EVEX_Vpmulhrsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 0B /r
Pmuludq_xmm_xmmm128 RM 1/1 66 0F F4 /r
VEX_Vpmuludq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F4 /r
VEX_Vpmuludq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG F4 /r
EVEX_Vpmuludq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 F4 /r
EVEX_Vpmuludq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 F4 /r
EVEX_Vpmuludq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 F4 /r
Pmuldq_xmm_xmmm128 RM 1/1 66 0F 38 28 /r
VEX_Vpmuldq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 28 /r
VEX_Vpmuldq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 28 /r
EVEX_Vpmuldq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 28 /r
EVEX_Vpmuldq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 28 /r
EVEX_Vpmuldq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 28 /r
Pmaddwd_xmm_xmmm128 RM 1/1 66 0F F5 /r
VEX_Vpmaddwd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F5 /r
VEX_Vpmaddwd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG F5 /r
EVEX_Vpmaddwd_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG F5 /r
EVEX_Vpmaddwd_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG F5 /r
EVEX_Vpmaddwd_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG F5 /r
Pmaddubsw_xmm_xmmm128 RM 1/1 66 0F 38 04 /r
VEX_Vpmaddubsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 04 /r
VEX_Vpmaddubsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 04 /r
EVEX_Vpmaddubsw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 04 /r
EVEX_Vpmaddubsw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 04 /r
EVEX_Vpmaddubsw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 04 /r
Pavgb_xmm_xmmm128 RM 1/1 66 0F E0 /r
VEX_Vpavgb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E0 /r
VEX_Vpavgb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E0 /r
EVEX_Vpavgb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E0 /r
EVEX_Vpavgb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E0 /r
EVEX_Vpavgb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E0 /r
Pavgw_xmm_xmmm128 RM 1/1 66 0F E3 /r
VEX_Vpavgw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E3 /r
VEX_Vpavgw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG E3 /r
EVEX_Vpavgw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E3 /r
EVEX_Vpavgw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG E3 /r
EVEX_Vpavgw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG E3 /r
Pabsb_xmm_xmmm128 RM 1/1 66 0F 38 1C /r
VEX_Vpabsb_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG 1C /r
VEX_Vpabsb_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.WIG 1C /r
EVEX_Vpabsb_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F38.WIG 1C /r
EVEX_Vpabsb_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F38.WIG 1C /r
EVEX_Vpabsb_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F38.WIG 1C /r
Pabsw_xmm_xmmm128 RM 1/1 66 0F 38 1D /r
VEX_Vpabsw_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG 1D /r
VEX_Vpabsw_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.WIG 1D /r
EVEX_Vpabsw_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F38.WIG 1D /r
EVEX_Vpabsw_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F38.WIG 1D /r
EVEX_Vpabsw_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F38.WIG 1D /r
Pabsd_xmm_xmmm128 RM 1/1 66 0F 38 1E /r
VEX_Vpabsd_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG 1E /r
VEX_Vpabsd_ymm_ymmm256 RM 1/1 VEX.256.66.0F38.WIG 1E /r
EVEX_Vpabsd_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 1E /r
EVEX_Vpabsd_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 1E /r
EVEX_Vpabsd_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 1E /r
EVEX_Vpabsq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 1F /r
EVEX_Vpabsq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 1F /r
EVEX_Vpabsq_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 1F /r
Psignb_xmm_xmmm128 RM 1/1 66 0F 38 08 /r
VEX_Vpsignb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 08 /r
VEX_Vpsignb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 08 /r
Psignw_xmm_xmmm128 RM 1/1 66 0F 38 09 /r
VEX_Vpsignw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 09 /r
VEX_Vpsignw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 09 /r
Psignd_xmm_xmmm128 RM 1/1 66 0F 38 0A /r
VEX_Vpsignd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 0A /r
VEX_Vpsignd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 0A /r
Phaddsw_xmm_xmmm128 RM 1/1 66 0F 38 03 /r
VEX_Vphaddsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 03 /r
VEX_Vphaddsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 03 /r
Phsubsw_xmm_xmmm128 RM 1/1 66 0F 38 07 /r
VEX_Vphsubsw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 07 /r
VEX_Vphsubsw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 07 /r
Phaddw_xmm_xmmm128 RM 1/1 66 0F 38 01 /r
VEX_Vphaddw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 01 /r
VEX_Vphaddw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 01 /r
Phsubw_xmm_xmmm128 RM 1/1 66 0F 38 05 /r
VEX_Vphsubw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 05 /r
VEX_Vphsubw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 05 /r
Phaddd_xmm_xmmm128 RM 1/1 66 0F 38 02 /r
VEX_Vphaddd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 02 /r
VEX_Vphaddd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 02 /r
Phsubd_xmm_xmmm128 RM 1/1 66 0F 38 06 /r
VEX_Vphsubd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 06 /r
VEX_Vphsubd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 06 /r
Packsswb_xmm_xmmm128 RM 1/1 66 0F 63 /r
VEX_Vpacksswb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 63 /r
VEX_Vpacksswb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 63 /r
EVEX_Vpacksswb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 63 /r
EVEX_Vpacksswb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 63 /r
EVEX_Vpacksswb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 63 /r
Packuswb_xmm_xmmm128 RM 1/1 66 0F 67 /r
VEX_Vpackuswb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 67 /r
VEX_Vpackuswb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 67 /r
EVEX_Vpackuswb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 67 /r
EVEX_Vpackuswb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 67 /r
EVEX_Vpackuswb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 67 /r
Packssdw_xmm_xmmm128 RM 1/1 66 0F 6B /r
VEX_Vpackssdw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 6B /r
VEX_Vpackssdw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 6B /r
EVEX_Vpackssdw_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 6B /r
EVEX_Vpackssdw_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 6B /r
EVEX_Vpackssdw_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 6B /r
Packusdw_xmm_xmmm128 RM 1/1 66 0F 38 2B /r
VEX_Vpackusdw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 2B /r
VEX_Vpackusdw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 2B /r
EVEX_Vpackusdw_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 2B /r
EVEX_Vpackusdw_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 2B /r
EVEX_Vpackusdw_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 2B /r
Psadbw_xmm_xmmm128 RM 1/1 66 0F F6 /r
VEX_Vpsadbw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F6 /r
VEX_Vpsadbw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG F6 /r
EVEX_Vpsadbw_xmm_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG F6 /r
EVEX_Vpsadbw_ymm_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG F6 /r
EVEX_Vpsadbw_zmm_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG F6 /r
Mpsadbw_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 42 /r ib
VEX_Vmpsadbw_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 42 /r ib
VEX_Vmpsadbw_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 42 /r ib
EVEX_Vdbpsadbw_xmm_k1z_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W0 42 /r ib
EVEX_Vdbpsadbw_ymm_k1z_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W0 42 /r ib
EVEX_Vdbpsadbw_zmm_k1z_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W0 42 /r ib
Phminposuw_xmm_xmmm128 RM 1/1 66 0F 38 41 /r
VEX_Vphminposuw_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG 41 /r
EVEX_Vpdpbusd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 50 /r
EVEX_Vpdpbusd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 50 /r
EVEX_Vpdpbusd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 50 /r
VEX_Vpdpbusd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 50 /r
VEX_Vpdpbusd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 50 /r
EVEX_Vpdpbusds_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 51 /r
EVEX_Vpdpbusds_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 51 /r
EVEX_Vpdpbusds_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 51 /r
VEX_Vpdpbusds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 51 /r
VEX_Vpdpbusds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 51 /r
VEX_Vpdpbssd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F38.W0 50 /r
VEX_Vpdpbssd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F38.W0 50 /r
VEX_Vpdpbssds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F38.W0 51 /r
VEX_Vpdpbssds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F38.W0 51 /r
VEX_Vpdpbsud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F3.0F38.W0 50 /r
VEX_Vpdpbsud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F3.0F38.W0 50 /r
VEX_Vpdpbsuds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F3.0F38.W0 51 /r
VEX_Vpdpbsuds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F3.0F38.W0 51 /r
VEX_Vpdpbuud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F38.W0 50 /r
VEX_Vpdpbuud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F38.W0 50 /r
VEX_Vpdpbuuds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F38.W0 51 /r
VEX_Vpdpbuuds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F38.W0 51 /r
EVEX_Vpdpwssd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 52 /r
EVEX_Vpdpwssd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 52 /r
EVEX_Vpdpwssd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 52 /r
VEX_Vpdpwssd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 52 /r
VEX_Vpdpwssd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 52 /r
EVEX_Vpdpwssds_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 53 /r
EVEX_Vpdpwssds_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 53 /r
EVEX_Vpdpwssds_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 53 /r
VEX_Vpdpwssds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 53 /r
VEX_Vpdpwssds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 53 /r
VEX_Vpdpwsud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F3.0F38.W0 D2 /r
VEX_Vpdpwsud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F3.0F38.W0 D2 /r
VEX_Vpdpwsuds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F3.0F38.W0 D3 /r
VEX_Vpdpwsuds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F3.0F38.W0 D3 /r
VEX_Vpdpwusd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 D2 /r
VEX_Vpdpwusd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 D2 /r
VEX_Vpdpwusds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 D3 /r
VEX_Vpdpwusds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 D3 /r
VEX_Vpdpwuud_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F38.W0 D2 /r
VEX_Vpdpwuud_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F38.W0 D2 /r
VEX_Vpdpwuuds_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F38.W0 D3 /r
VEX_Vpdpwuuds_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F38.W0 D3 /r
Pmovsxbw_xmm_xmmm64 RM 1/1 66 0F 38 20 /r
VEX_Vpmovsxbw_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 20 /r
VEX_Vpmovsxbw_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 20 /r
EVEX_Vpmovsxbw_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.WIG 20 /r
EVEX_Vpmovsxbw_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.WIG 20 /r
EVEX_Vpmovsxbw_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.WIG 20 /r
Pmovzxbw_xmm_xmmm64 RM 1/1 66 0F 38 30 /r
VEX_Vpmovzxbw_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 30 /r
VEX_Vpmovzxbw_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 30 /r
EVEX_Vpmovzxbw_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.WIG 30 /r
EVEX_Vpmovzxbw_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.WIG 30 /r
EVEX_Vpmovzxbw_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.WIG 30 /r
Pmovsxbd_xmm_xmmm32 RM 1/1 66 0F 38 21 /r
VEX_Vpmovsxbd_xmm_xmmm32 RM 1/1 VEX.128.66.0F38.WIG 21 /r
VEX_Vpmovsxbd_ymm_xmmm64 RM 1/1 VEX.256.66.0F38.WIG 21 /r
EVEX_Vpmovsxbd_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.WIG 21 /r
EVEX_Vpmovsxbd_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.WIG 21 /r
EVEX_Vpmovsxbd_zmm_k1z_xmmm128 RM 16/16 EVEX.512.66.0F38.WIG 21 /r
Pmovzxbd_xmm_xmmm32 RM 1/1 66 0F 38 31 /r
VEX_Vpmovzxbd_xmm_xmmm32 RM 1/1 VEX.128.66.0F38.WIG 31 /r
VEX_Vpmovzxbd_ymm_xmmm64 RM 1/1 VEX.256.66.0F38.WIG 31 /r
EVEX_Vpmovzxbd_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.WIG 31 /r
EVEX_Vpmovzxbd_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.WIG 31 /r
EVEX_Vpmovzxbd_zmm_k1z_xmmm128 RM 16/16 EVEX.512.66.0F38.WIG 31 /r
Pmovsxbq_xmm_xmmm16 RM 1/1 66 0F 38 22 /r
VEX_Vpmovsxbq_xmm_xmmm16 RM 1/1 VEX.128.66.0F38.WIG 22 /r
VEX_Vpmovsxbq_ymm_xmmm32 RM 1/1 VEX.256.66.0F38.WIG 22 /r
EVEX_Vpmovsxbq_xmm_k1z_xmmm16 RM 2/2 EVEX.128.66.0F38.WIG 22 /r
EVEX_Vpmovsxbq_ymm_k1z_xmmm32 RM 4/4 EVEX.256.66.0F38.WIG 22 /r
EVEX_Vpmovsxbq_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.WIG 22 /r
Pmovzxbq_xmm_xmmm16 RM 1/1 66 0F 38 32 /r
VEX_Vpmovzxbq_xmm_xmmm16 RM 1/1 VEX.128.66.0F38.WIG 32 /r
VEX_Vpmovzxbq_ymm_xmmm32 RM 1/1 VEX.256.66.0F38.WIG 32 /r
EVEX_Vpmovzxbq_xmm_k1z_xmmm16 RM 2/2 EVEX.128.66.0F38.WIG 32 /r
EVEX_Vpmovzxbq_ymm_k1z_xmmm32 RM 4/4 EVEX.256.66.0F38.WIG 32 /r
EVEX_Vpmovzxbq_zmm_k1z_xmmm64 RM 8/8 EVEX.512.66.0F38.WIG 32 /r
Pmovsxwd_xmm_xmmm64 RM 1/1 66 0F 38 23 /r
VEX_Vpmovsxwd_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 23 /r
VEX_Vpmovsxwd_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 23 /r
EVEX_Vpmovsxwd_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.WIG 23 /r
EVEX_Vpmovsxwd_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.WIG 23 /r
EVEX_Vpmovsxwd_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.WIG 23 /r
Pmovzxwd_xmm_xmmm64 RM 1/1 66 0F 38 33 /r
VEX_Vpmovzxwd_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 33 /r
VEX_Vpmovzxwd_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 33 /r
EVEX_Vpmovzxwd_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.WIG 33 /r
EVEX_Vpmovzxwd_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.WIG 33 /r
EVEX_Vpmovzxwd_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.WIG 33 /r
Pmovsxwq_xmm_xmmm32 RM 1/1 66 0F 38 24 /r
VEX_Vpmovsxwq_xmm_xmmm32 RM 1/1 VEX.128.66.0F38.WIG 24 /r
VEX_Vpmovsxwq_ymm_xmmm64 RM 1/1 VEX.256.66.0F38.WIG 24 /r
EVEX_Vpmovsxwq_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.WIG 24 /r
EVEX_Vpmovsxwq_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.WIG 24 /r
EVEX_Vpmovsxwq_zmm_k1z_xmmm128 RM 16/16 EVEX.512.66.0F38.WIG 24 /r
Pmovzxwq_xmm_xmmm32 RM 1/1 66 0F 38 34 /r
VEX_Vpmovzxwq_xmm_xmmm32 RM 1/1 VEX.128.66.0F38.WIG 34 /r
VEX_Vpmovzxwq_ymm_xmmm64 RM 1/1 VEX.256.66.0F38.WIG 34 /r
EVEX_Vpmovzxwq_xmm_k1z_xmmm32 RM 4/4 EVEX.128.66.0F38.WIG 34 /r
EVEX_Vpmovzxwq_ymm_k1z_xmmm64 RM 8/8 EVEX.256.66.0F38.WIG 34 /r
EVEX_Vpmovzxwq_zmm_k1z_xmmm128 RM 16/16 EVEX.512.66.0F38.WIG 34 /r
Pmovsxdq_xmm_xmmm64 RM 1/1 66 0F 38 25 /r
VEX_Vpmovsxdq_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 25 /r
VEX_Vpmovsxdq_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 25 /r
EVEX_Vpmovsxdq_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.W0 25 /r
EVEX_Vpmovsxdq_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.W0 25 /r
EVEX_Vpmovsxdq_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.W0 25 /r
Pmovzxdq_xmm_xmmm64 RM 1/1 66 0F 38 35 /r
VEX_Vpmovzxdq_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.WIG 35 /r
VEX_Vpmovzxdq_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.WIG 35 /r
EVEX_Vpmovzxdq_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.W0 35 /r
EVEX_Vpmovzxdq_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.W0 35 /r
EVEX_Vpmovzxdq_zmm_k1z_ymmm256 RM 32/32 EVEX.512.66.0F38.W0 35 /r
EVEX_Vpmovwb_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 30 /r
EVEX_Vpmovwb_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 30 /r
EVEX_Vpmovwb_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 30 /r
EVEX_Vpmovswb_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 20 /r
EVEX_Vpmovswb_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 20 /r
EVEX_Vpmovswb_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 20 /r
EVEX_Vpmovuswb_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 10 /r
EVEX_Vpmovuswb_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 10 /r
EVEX_Vpmovuswb_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 10 /r
EVEX_Vpmovdb_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 31 /r
EVEX_Vpmovdb_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 31 /r
EVEX_Vpmovdb_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 31 /r
EVEX_Vpmovsdb_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 21 /r
EVEX_Vpmovsdb_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 21 /r
EVEX_Vpmovsdb_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 21 /r
EVEX_Vpmovusdb_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 11 /r
EVEX_Vpmovusdb_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 11 /r
EVEX_Vpmovusdb_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 11 /r
EVEX_Vpmovqb_xmmm16_k1z_xmm MR 2/2 EVEX.128.F3.0F38.W0 32 /r
EVEX_Vpmovqb_xmmm32_k1z_ymm MR 4/4 EVEX.256.F3.0F38.W0 32 /r
EVEX_Vpmovqb_xmmm64_k1z_zmm MR 8/8 EVEX.512.F3.0F38.W0 32 /r
EVEX_Vpmovsqb_xmmm16_k1z_xmm MR 2/2 EVEX.128.F3.0F38.W0 22 /r
EVEX_Vpmovsqb_xmmm32_k1z_ymm MR 4/4 EVEX.256.F3.0F38.W0 22 /r
EVEX_Vpmovsqb_xmmm64_k1z_zmm MR 8/8 EVEX.512.F3.0F38.W0 22 /r
EVEX_Vpmovusqb_xmmm16_k1z_xmm MR 2/2 EVEX.128.F3.0F38.W0 12 /r
EVEX_Vpmovusqb_xmmm32_k1z_ymm MR 4/4 EVEX.256.F3.0F38.W0 12 /r
EVEX_Vpmovusqb_xmmm64_k1z_zmm MR 8/8 EVEX.512.F3.0F38.W0 12 /r
EVEX_Vpmovdw_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 33 /r
EVEX_Vpmovdw_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 33 /r
EVEX_Vpmovdw_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 33 /r
EVEX_Vpmovsdw_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 23 /r
EVEX_Vpmovsdw_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 23 /r
EVEX_Vpmovsdw_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 23 /r
EVEX_Vpmovusdw_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 13 /r
EVEX_Vpmovusdw_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 13 /r
EVEX_Vpmovusdw_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 13 /r
EVEX_Vpmovqw_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 34 /r
EVEX_Vpmovqw_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 34 /r
EVEX_Vpmovqw_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 34 /r
EVEX_Vpmovsqw_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 24 /r
EVEX_Vpmovsqw_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 24 /r
EVEX_Vpmovsqw_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 24 /r
EVEX_Vpmovusqw_xmmm32_k1z_xmm MR 4/4 EVEX.128.F3.0F38.W0 14 /r
EVEX_Vpmovusqw_xmmm64_k1z_ymm MR 8/8 EVEX.256.F3.0F38.W0 14 /r
EVEX_Vpmovusqw_xmmm128_k1z_zmm MR 16/16 EVEX.512.F3.0F38.W0 14 /r
EVEX_Vpmovqd_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 35 /r
EVEX_Vpmovqd_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 35 /r
EVEX_Vpmovqd_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 35 /r
EVEX_Vpmovsqd_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 25 /r
EVEX_Vpmovsqd_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 25 /r
EVEX_Vpmovsqd_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 25 /r
EVEX_Vpmovusqd_xmmm64_k1z_xmm MR 8/8 EVEX.128.F3.0F38.W0 15 /r
EVEX_Vpmovusqd_xmmm128_k1z_ymm MR 16/16 EVEX.256.F3.0F38.W0 15 /r
EVEX_Vpmovusqd_ymmm256_k1z_zmm MR 32/32 EVEX.512.F3.0F38.W0 15 /r
Pcmpeqb_xmm_xmmm128 RM 1/1 66 0F 74 /r
VEX_Vpcmpeqb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 74 /r
VEX_Vpcmpeqb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 74 /r
EVEX_Vpcmpeqb_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 74 /r
EVEX_Vpcmpeqb_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 74 /r
EVEX_Vpcmpeqb_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 74 /r
Pcmpgtb_xmm_xmmm128 RM 1/1 66 0F 64 /r
VEX_Vpcmpgtb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 64 /r
VEX_Vpcmpgtb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 64 /r
EVEX_Vpcmpgtb_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 64 /r
EVEX_Vpcmpgtb_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 64 /r
EVEX_Vpcmpgtb_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 64 /r
Pcmpeqw_xmm_xmmm128 RM 1/1 66 0F 75 /r
VEX_Vpcmpeqw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 75 /r
VEX_Vpcmpeqw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 75 /r
EVEX_Vpcmpeqw_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 75 /r
EVEX_Vpcmpeqw_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 75 /r
EVEX_Vpcmpeqw_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 75 /r
Pcmpgtw_xmm_xmmm128 RM 1/1 66 0F 65 /r
VEX_Vpcmpgtw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 65 /r
VEX_Vpcmpgtw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 65 /r
EVEX_Vpcmpgtw_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 65 /r
EVEX_Vpcmpgtw_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 65 /r
EVEX_Vpcmpgtw_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 65 /r
Pcmpeqd_xmm_xmmm128 RM 1/1 66 0F 76 /r
VEX_Vpcmpeqd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 76 /r
VEX_Vpcmpeqd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 76 /r
EVEX_Vpcmpeqd_kr_k1_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 76 /r
EVEX_Vpcmpeqd_kr_k1_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 76 /r
EVEX_Vpcmpeqd_kr_k1_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 76 /r
Pcmpgtd_xmm_xmmm128 RM 1/1 66 0F 66 /r
VEX_Vpcmpgtd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 66 /r
VEX_Vpcmpgtd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 66 /r
EVEX_Vpcmpgtd_kr_k1_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 66 /r
EVEX_Vpcmpgtd_kr_k1_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 66 /r
EVEX_Vpcmpgtd_kr_k1_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 66 /r
Pcmpeqq_xmm_xmmm128 RM 1/1 66 0F 38 29 /r
VEX_Vpcmpeqq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 29 /r
VEX_Vpcmpeqq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 29 /r
EVEX_Vpcmpeqq_kr_k1_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 29 /r
EVEX_Vpcmpeqq_kr_k1_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 29 /r
EVEX_Vpcmpeqq_kr_k1_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 29 /r
Pcmpgtq_xmm_xmmm128 RM 1/1 66 0F 38 37 /r
VEX_Vpcmpgtq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 37 /r
VEX_Vpcmpgtq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 37 /r
EVEX_Vpcmpgtq_kr_k1_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 37 /r
EVEX_Vpcmpgtq_kr_k1_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 37 /r
EVEX_Vpcmpgtq_kr_k1_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 37 /r
EVEX_Vpcmpb_kr_k1_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W0 3F /r ib
EVEX_Vpcmpb_kr_k1_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W0 3F /r ib
EVEX_Vpcmpb_kr_k1_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W0 3F /r ib
EVEX_Vpcmpub_kr_k1_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W0 3E /r ib
EVEX_Vpcmpub_kr_k1_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W0 3E /r ib
EVEX_Vpcmpub_kr_k1_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W0 3E /r ib
EVEX_Vpcmpw_kr_k1_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W1 3F /r ib
EVEX_Vpcmpw_kr_k1_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W1 3F /r ib
EVEX_Vpcmpw_kr_k1_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W1 3F /r ib
EVEX_Vpcmpuw_kr_k1_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W1 3E /r ib
EVEX_Vpcmpuw_kr_k1_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W1 3E /r ib
EVEX_Vpcmpuw_kr_k1_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W1 3E /r ib
EVEX_Vpcmpd_kr_k1_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 1F /r ib
EVEX_Vpcmpd_kr_k1_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 1F /r ib
EVEX_Vpcmpd_kr_k1_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 1F /r ib
EVEX_Vpcmpud_kr_k1_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 1E /r ib
EVEX_Vpcmpud_kr_k1_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 1E /r ib
EVEX_Vpcmpud_kr_k1_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 1E /r ib
EVEX_Vpcmpq_kr_k1_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 1F /r ib
EVEX_Vpcmpq_kr_k1_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 1F /r ib
EVEX_Vpcmpq_kr_k1_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 1F /r ib
EVEX_Vpcmpuq_kr_k1_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 1E /r ib
EVEX_Vpcmpuq_kr_k1_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 1E /r ib
EVEX_Vpcmpuq_kr_k1_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 1E /r ib
EVEX_Vptestmb_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 26 /r
EVEX_Vptestmb_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 26 /r
EVEX_Vptestmb_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 26 /r
EVEX_Vptestnmb_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.F3.0F38.W0 26 /r
EVEX_Vptestnmb_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.F3.0F38.W0 26 /r
EVEX_Vptestnmb_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.F3.0F38.W0 26 /r
EVEX_Vptestmw_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 26 /r
EVEX_Vptestmw_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 26 /r
EVEX_Vptestmw_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 26 /r
EVEX_Vptestnmw_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.F3.0F38.W1 26 /r
EVEX_Vptestnmw_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.F3.0F38.W1 26 /r
EVEX_Vptestnmw_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.F3.0F38.W1 26 /r
EVEX_Vptestmd_kr_k1_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 27 /r
EVEX_Vptestmd_kr_k1_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 27 /r
EVEX_Vptestmd_kr_k1_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 27 /r
EVEX_Vptestnmd_kr_k1_xmm_xmmm128b32 RVM 16/4 EVEX.128.F3.0F38.W0 27 /r
EVEX_Vptestnmd_kr_k1_ymm_ymmm256b32 RVM 32/4 EVEX.256.F3.0F38.W0 27 /r
EVEX_Vptestnmd_kr_k1_zmm_zmmm512b32 RVM 64/4 EVEX.512.F3.0F38.W0 27 /r
EVEX_Vptestmq_kr_k1_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 27 /r
EVEX_Vptestmq_kr_k1_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 27 /r
EVEX_Vptestmq_kr_k1_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 27 /r
EVEX_Vptestnmq_kr_k1_xmm_xmmm128b64 RVM 16/8 EVEX.128.F3.0F38.W1 27 /r
EVEX_Vptestnmq_kr_k1_ymm_ymmm256b64 RVM 32/8 EVEX.256.F3.0F38.W1 27 /r
EVEX_Vptestnmq_kr_k1_zmm_zmmm512b64 RVM 64/8 EVEX.512.F3.0F38.W1 27 /r
EVEX_Vpmovm2b_xmm_kr RM 1/1 EVEX.128.F3.0F38.W0 28 /r
EVEX_Vpmovm2b_ymm_kr RM 1/1 EVEX.256.F3.0F38.W0 28 /r
EVEX_Vpmovm2b_zmm_kr RM 1/1 EVEX.512.F3.0F38.W0 28 /r
EVEX_Vpmovb2m_kr_xmm RM 1/1 EVEX.128.F3.0F38.W0 29 /r
EVEX_Vpmovb2m_kr_ymm RM 1/1 EVEX.256.F3.0F38.W0 29 /r
EVEX_Vpmovb2m_kr_zmm RM 1/1 EVEX.512.F3.0F38.W0 29 /r
EVEX_Vpmovm2w_xmm_kr RM 1/1 EVEX.128.F3.0F38.W1 28 /r
EVEX_Vpmovm2w_ymm_kr RM 1/1 EVEX.256.F3.0F38.W1 28 /r
EVEX_Vpmovm2w_zmm_kr RM 1/1 EVEX.512.F3.0F38.W1 28 /r
EVEX_Vpmovw2m_kr_xmm RM 1/1 EVEX.128.F3.0F38.W1 29 /r
EVEX_Vpmovw2m_kr_ymm RM 1/1 EVEX.256.F3.0F38.W1 29 /r
EVEX_Vpmovw2m_kr_zmm RM 1/1 EVEX.512.F3.0F38.W1 29 /r
EVEX_Vpmovm2d_xmm_kr RM 1/1 EVEX.128.F3.0F38.W0 38 /r
EVEX_Vpmovm2d_ymm_kr RM 1/1 EVEX.256.F3.0F38.W0 38 /r
EVEX_Vpmovm2d_zmm_kr RM 1/1 EVEX.512.F3.0F38.W0 38 /r
EVEX_Vpmovd2m_kr_xmm RM 1/1 EVEX.128.F3.0F38.W0 39 /r
EVEX_Vpmovd2m_kr_ymm RM 1/1 EVEX.256.F3.0F38.W0 39 /r
EVEX_Vpmovd2m_kr_zmm RM 1/1 EVEX.512.F3.0F38.W0 39 /r
EVEX_Vpmovm2q_xmm_kr RM 1/1 EVEX.128.F3.0F38.W1 38 /r
EVEX_Vpmovm2q_ymm_kr RM 1/1 EVEX.256.F3.0F38.W1 38 /r
EVEX_Vpmovm2q_zmm_kr RM 1/1 EVEX.512.F3.0F38.W1 38 /r
EVEX_Vpmovq2m_kr_xmm RM 1/1 EVEX.128.F3.0F38.W1 39 /r
EVEX_Vpmovq2m_kr_ymm RM 1/1 EVEX.256.F3.0F38.W1 39 /r
EVEX_Vpmovq2m_kr_zmm RM 1/1 EVEX.512.F3.0F38.W1 39 /r
Psllw_xmm_imm8 MI 1/1 66 0F 71 /6 ib
VEX_Vpsllw_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 71 /6 ib
VEX_Vpsllw_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 71 /6 ib
EVEX_Vpsllw_xmm_k1z_xmmm128_imm8 VMI 16/16 EVEX.128.66.0F.WIG 71 /6 ib
EVEX_Vpsllw_ymm_k1z_ymmm256_imm8 VMI 32/32 EVEX.256.66.0F.WIG 71 /6 ib
EVEX_Vpsllw_zmm_k1z_zmmm512_imm8 VMI 64/64 EVEX.512.66.0F.WIG 71 /6 ib
Psllw_xmm_xmmm128 RM 1/1 66 0F F1 /r
VEX_Vpsllw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F1 /r
VEX_Vpsllw_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG F1 /r
EVEX_Vpsllw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG F1 /r
EVEX_Vpsllw_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.WIG F1 /r
EVEX_Vpsllw_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.WIG F1 /r
EVEX_Vpsllvw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 12 /r
EVEX_Vpsllvw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 12 /r
EVEX_Vpsllvw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 12 /r
Pslld_xmm_imm8 MI 1/1 66 0F 72 /6 ib
VEX_Vpslld_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 72 /6 ib
VEX_Vpslld_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 72 /6 ib
EVEX_Vpslld_xmm_k1z_xmmm128b32_imm8 VMI 16/4 EVEX.128.66.0F.W0 72 /6 ib
EVEX_Vpslld_ymm_k1z_ymmm256b32_imm8 VMI 32/4 EVEX.256.66.0F.W0 72 /6 ib
EVEX_Vpslld_zmm_k1z_zmmm512b32_imm8 VMI 64/4 EVEX.512.66.0F.W0 72 /6 ib
Pslld_xmm_xmmm128 RM 1/1 66 0F F2 /r
VEX_Vpslld_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F2 /r
VEX_Vpslld_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG F2 /r
EVEX_Vpslld_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W0 F2 /r
EVEX_Vpslld_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W0 F2 /r
EVEX_Vpslld_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W0 F2 /r
VEX_Vpsllvd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 47 /r
VEX_Vpsllvd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 47 /r
EVEX_Vpsllvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 47 /r
EVEX_Vpsllvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 47 /r
EVEX_Vpsllvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 47 /r
Psllq_xmm_imm8 MI 1/1 66 0F 73 /6 ib
VEX_Vpsllq_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 73 /6 ib
VEX_Vpsllq_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 73 /6 ib
EVEX_Vpsllq_xmm_k1z_xmmm128b64_imm8 VMI 16/8 EVEX.128.66.0F.W1 73 /6 ib
EVEX_Vpsllq_ymm_k1z_ymmm256b64_imm8 VMI 32/8 EVEX.256.66.0F.W1 73 /6 ib
EVEX_Vpsllq_zmm_k1z_zmmm512b64_imm8 VMI 64/8 EVEX.512.66.0F.W1 73 /6 ib
Psllq_xmm_xmmm128 RM 1/1 66 0F F3 /r
VEX_Vpsllq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG F3 /r
VEX_Vpsllq_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG F3 /r
EVEX_Vpsllq_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W1 F3 /r
EVEX_Vpsllq_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W1 F3 /r
EVEX_Vpsllq_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W1 F3 /r
VEX_Vpsllvq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 47 /r
VEX_Vpsllvq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 47 /r
EVEX_Vpsllvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 47 /r
EVEX_Vpsllvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 47 /r
EVEX_Vpsllvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 47 /r
Psrlw_xmm_imm8 MI 1/1 66 0F 71 /2 ib
VEX_Vpsrlw_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 71 /2 ib
VEX_Vpsrlw_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 71 /2 ib
EVEX_Vpsrlw_xmm_k1z_xmmm128_imm8 VMI 16/16 EVEX.128.66.0F.WIG 71 /2 ib
EVEX_Vpsrlw_ymm_k1z_ymmm256_imm8 VMI 32/32 EVEX.256.66.0F.WIG 71 /2 ib
EVEX_Vpsrlw_zmm_k1z_zmmm512_imm8 VMI 64/64 EVEX.512.66.0F.WIG 71 /2 ib
Psrlw_xmm_xmmm128 RM 1/1 66 0F D1 /r
VEX_Vpsrlw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D1 /r
VEX_Vpsrlw_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG D1 /r
EVEX_Vpsrlw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG D1 /r
EVEX_Vpsrlw_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.WIG D1 /r
EVEX_Vpsrlw_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.WIG D1 /r
EVEX_Vpsrlvw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 10 /r
EVEX_Vpsrlvw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 10 /r
EVEX_Vpsrlvw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 10 /r
Psrld_xmm_imm8 MI 1/1 66 0F 72 /2 ib
VEX_Vpsrld_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 72 /2 ib
VEX_Vpsrld_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 72 /2 ib
EVEX_Vpsrld_xmm_k1z_xmmm128b32_imm8 VMI 16/4 EVEX.128.66.0F.W0 72 /2 ib
EVEX_Vpsrld_ymm_k1z_ymmm256b32_imm8 VMI 32/4 EVEX.256.66.0F.W0 72 /2 ib
EVEX_Vpsrld_zmm_k1z_zmmm512b32_imm8 VMI 64/4 EVEX.512.66.0F.W0 72 /2 ib
Psrld_xmm_xmmm128 RM 1/1 66 0F D2 /r
VEX_Vpsrld_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D2 /r
VEX_Vpsrld_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG D2 /r
EVEX_Vpsrld_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W0 D2 /r
EVEX_Vpsrld_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W0 D2 /r
EVEX_Vpsrld_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W0 D2 /r
VEX_Vpsrlvd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 45 /r
VEX_Vpsrlvd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 45 /r
EVEX_Vpsrlvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 45 /r
EVEX_Vpsrlvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 45 /r
EVEX_Vpsrlvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 45 /r
Psrlq_xmm_imm8 MI 1/1 66 0F 73 /2 ib
VEX_Vpsrlq_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 73 /2 ib
VEX_Vpsrlq_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 73 /2 ib
EVEX_Vpsrlq_xmm_k1z_xmmm128b64_imm8 VMI 16/8 EVEX.128.66.0F.W1 73 /2 ib
EVEX_Vpsrlq_ymm_k1z_ymmm256b64_imm8 VMI 32/8 EVEX.256.66.0F.W1 73 /2 ib
EVEX_Vpsrlq_zmm_k1z_zmmm512b64_imm8 VMI 64/8 EVEX.512.66.0F.W1 73 /2 ib
Psrlq_xmm_xmmm128 RM 1/1 66 0F D3 /r
VEX_Vpsrlq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D3 /r
VEX_Vpsrlq_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG D3 /r
EVEX_Vpsrlq_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W1 D3 /r
EVEX_Vpsrlq_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W1 D3 /r
EVEX_Vpsrlq_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W1 D3 /r
VEX_Vpsrlvq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 45 /r
VEX_Vpsrlvq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 45 /r
EVEX_Vpsrlvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 45 /r
EVEX_Vpsrlvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 45 /r
EVEX_Vpsrlvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 45 /r
Psraw_xmm_imm8 MI 1/1 66 0F 71 /4 ib
VEX_Vpsraw_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 71 /4 ib
VEX_Vpsraw_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 71 /4 ib
EVEX_Vpsraw_xmm_k1z_xmmm128_imm8 VMI 16/16 EVEX.128.66.0F.WIG 71 /4 ib
EVEX_Vpsraw_ymm_k1z_ymmm256_imm8 VMI 32/32 EVEX.256.66.0F.WIG 71 /4 ib
EVEX_Vpsraw_zmm_k1z_zmmm512_imm8 VMI 64/64 EVEX.512.66.0F.WIG 71 /4 ib
Psraw_xmm_xmmm128 RM 1/1 66 0F E1 /r
VEX_Vpsraw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E1 /r
VEX_Vpsraw_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG E1 /r
EVEX_Vpsraw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG E1 /r
EVEX_Vpsraw_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.WIG E1 /r
EVEX_Vpsraw_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.WIG E1 /r
EVEX_Vpsravw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 11 /r
EVEX_Vpsravw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 11 /r
EVEX_Vpsravw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 11 /r
Psrad_xmm_imm8 MI 1/1 66 0F 72 /4 ib
VEX_Vpsrad_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 72 /4 ib
VEX_Vpsrad_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 72 /4 ib
EVEX_Vpsrad_xmm_k1z_xmmm128b32_imm8 VMI 16/4 EVEX.128.66.0F.W0 72 /4 ib
EVEX_Vpsrad_ymm_k1z_ymmm256b32_imm8 VMI 32/4 EVEX.256.66.0F.W0 72 /4 ib
EVEX_Vpsrad_zmm_k1z_zmmm512b32_imm8 VMI 64/4 EVEX.512.66.0F.W0 72 /4 ib
Psrad_xmm_xmmm128 RM 1/1 66 0F E2 /r
VEX_Vpsrad_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG E2 /r
VEX_Vpsrad_ymm_ymm_xmmm128 RVM 1/1 VEX.256.66.0F.WIG E2 /r
EVEX_Vpsrad_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W0 E2 /r
EVEX_Vpsrad_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W0 E2 /r
EVEX_Vpsrad_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W0 E2 /r
VEX_Vpsravd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 46 /r
VEX_Vpsravd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 46 /r
EVEX_Vpsravd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 46 /r
EVEX_Vpsravd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 46 /r
EVEX_Vpsravd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 46 /r
EVEX_Vpsraq_xmm_k1z_xmmm128b64_imm8 VMI 16/8 EVEX.128.66.0F.W1 72 /4 ib
EVEX_Vpsraq_ymm_k1z_ymmm256b64_imm8 VMI 32/8 EVEX.256.66.0F.W1 72 /4 ib
EVEX_Vpsraq_zmm_k1z_zmmm512b64_imm8 VMI 64/8 EVEX.512.66.0F.W1 72 /4 ib
EVEX_Vpsraq_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.W1 E2 /r
EVEX_Vpsraq_ymm_k1z_ymm_xmmm128 RVM 16/16 EVEX.256.66.0F.W1 E2 /r
EVEX_Vpsraq_zmm_k1z_zmm_xmmm128 RVM 16/16 EVEX.512.66.0F.W1 E2 /r
EVEX_Vpsravq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 46 /r
EVEX_Vpsravq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 46 /r
EVEX_Vpsravq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 46 /r
EVEX_Vprold_xmm_k1z_xmmm128b32_imm8 VMI 16/4 EVEX.128.66.0F.W0 72 /1 ib
EVEX_Vprold_ymm_k1z_ymmm256b32_imm8 VMI 32/4 EVEX.256.66.0F.W0 72 /1 ib
EVEX_Vprold_zmm_k1z_zmmm512b32_imm8 VMI 64/4 EVEX.512.66.0F.W0 72 /1 ib
EVEX_Vprolvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 15 /r
EVEX_Vprolvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 15 /r
EVEX_Vprolvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 15 /r
EVEX_Vprord_xmm_k1z_xmmm128b32_imm8 VMI 16/4 EVEX.128.66.0F.W0 72 /0 ib
EVEX_Vprord_ymm_k1z_ymmm256b32_imm8 VMI 32/4 EVEX.256.66.0F.W0 72 /0 ib
EVEX_Vprord_zmm_k1z_zmmm512b32_imm8 VMI 64/4 EVEX.512.66.0F.W0 72 /0 ib
EVEX_Vprorvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 14 /r
EVEX_Vprorvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 14 /r
EVEX_Vprorvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 14 /r
EVEX_Vprolq_xmm_k1z_xmmm128b64_imm8 VMI 16/8 EVEX.128.66.0F.W1 72 /1 ib
EVEX_Vprolq_ymm_k1z_ymmm256b64_imm8 VMI 32/8 EVEX.256.66.0F.W1 72 /1 ib
EVEX_Vprolq_zmm_k1z_zmmm512b64_imm8 VMI 64/8 EVEX.512.66.0F.W1 72 /1 ib
EVEX_Vprolvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 15 /r
EVEX_Vprolvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 15 /r
EVEX_Vprolvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 15 /r
EVEX_Vprorq_xmm_k1z_xmmm128b64_imm8 VMI 16/8 EVEX.128.66.0F.W1 72 /0 ib
EVEX_Vprorq_ymm_k1z_ymmm256b64_imm8 VMI 32/8 EVEX.256.66.0F.W1 72 /0 ib
EVEX_Vprorq_zmm_k1z_zmmm512b64_imm8 VMI 64/8 EVEX.512.66.0F.W1 72 /0 ib
EVEX_Vprorvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 14 /r
EVEX_Vprorvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 14 /r
EVEX_Vprorvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 14 /r
Pslldq_xmm_imm8 MI 1/1 66 0F 73 /7 ib
VEX_Vpslldq_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 73 /7 ib
VEX_Vpslldq_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 73 /7 ib
EVEX_Vpslldq_xmm_xmmm128_imm8 VMI 16/16 EVEX.128.66.0F.WIG 73 /7 ib
EVEX_Vpslldq_ymm_ymmm256_imm8 VMI 32/32 EVEX.256.66.0F.WIG 73 /7 ib
EVEX_Vpslldq_zmm_zmmm512_imm8 VMI 64/64 EVEX.512.66.0F.WIG 73 /7 ib
Psrldq_xmm_imm8 MI 1/1 66 0F 73 /3 ib
VEX_Vpsrldq_xmm_xmm_imm8 VMI 1/1 VEX.128.66.0F.WIG 73 /3 ib
VEX_Vpsrldq_ymm_ymm_imm8 VMI 1/1 VEX.256.66.0F.WIG 73 /3 ib
EVEX_Vpsrldq_xmm_xmmm128_imm8 VMI 16/16 EVEX.128.66.0F.WIG 73 /3 ib
EVEX_Vpsrldq_ymm_ymmm256_imm8 VMI 32/32 EVEX.256.66.0F.WIG 73 /3 ib
EVEX_Vpsrldq_zmm_zmmm512_imm8 VMI 64/64 EVEX.512.66.0F.WIG 73 /3 ib
Pshufd_xmm_xmmm128_imm8 RMI 1/1 66 0F 70 /r ib
VEX_Vpshufd_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F.WIG 70 /r ib
VEX_Vpshufd_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F.WIG 70 /r ib
EVEX_Vpshufd_xmm_k1z_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F.W0 70 /r ib
EVEX_Vpshufd_ymm_k1z_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F.W0 70 /r ib
EVEX_Vpshufd_zmm_k1z_zmmm512b32_imm8 RMI 64/4 EVEX.512.66.0F.W0 70 /r ib
Pshuflw_xmm_xmmm128_imm8 RMI 1/1 F2 0F 70 /r ib
VEX_Vpshuflw_xmm_xmmm128_imm8 RMI 1/1 VEX.128.F2.0F.WIG 70 /r ib
VEX_Vpshuflw_ymm_ymmm256_imm8 RMI 1/1 VEX.256.F2.0F.WIG 70 /r ib
EVEX_Vpshuflw_xmm_k1z_xmmm128_imm8 RMI 16/16 EVEX.128.F2.0F.WIG 70 /r ib
EVEX_Vpshuflw_ymm_k1z_ymmm256_imm8 RMI 32/32 EVEX.256.F2.0F.WIG 70 /r ib
EVEX_Vpshuflw_zmm_k1z_zmmm512_imm8 RMI 64/64 EVEX.512.F2.0F.WIG 70 /r ib
Pshufhw_xmm_xmmm128_imm8 RMI 1/1 F3 0F 70 /r ib
VEX_Vpshufhw_xmm_xmmm128_imm8 RMI 1/1 VEX.128.F3.0F.WIG 70 /r ib
VEX_Vpshufhw_ymm_ymmm256_imm8 RMI 1/1 VEX.256.F3.0F.WIG 70 /r ib
EVEX_Vpshufhw_xmm_k1z_xmmm128_imm8 RMI 16/16 EVEX.128.F3.0F.WIG 70 /r ib
EVEX_Vpshufhw_ymm_k1z_ymmm256_imm8 RMI 32/32 EVEX.256.F3.0F.WIG 70 /r ib
EVEX_Vpshufhw_zmm_k1z_zmmm512_imm8 RMI 64/64 EVEX.512.F3.0F.WIG 70 /r ib
Shufps_xmm_xmmm128_imm8 RMI 1/1 NP 0F C6 /r ib
VEX_Vshufps_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.0F.WIG C6 /r ib
VEX_Vshufps_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.0F.WIG C6 /r ib
EVEX_Vshufps_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.0F.W0 C6 /r ib
EVEX_Vshufps_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.0F.W0 C6 /r ib
EVEX_Vshufps_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.0F.W0 C6 /r ib
Shufpd_xmm_xmmm128_imm8 RMI 1/1 66 0F C6 /r ib
VEX_Vshufpd_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F.WIG C6 /r ib
VEX_Vshufpd_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F.WIG C6 /r ib
EVEX_Vshufpd_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F.W1 C6 /r ib
EVEX_Vshufpd_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F.W1 C6 /r ib
EVEX_Vshufpd_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F.W1 C6 /r ib
Palignr_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 0F /r ib
VEX_Vpalignr_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 0F /r ib
VEX_Vpalignr_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 0F /r ib
EVEX_Vpalignr_xmm_k1z_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.WIG 0F /r ib
EVEX_Vpalignr_ymm_k1z_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.WIG 0F /r ib
EVEX_Vpalignr_zmm_k1z_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.WIG 0F /r ib
EVEX_Valignd_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 03 /r ib
EVEX_Valignd_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 03 /r ib
EVEX_Valignd_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 03 /r ib
EVEX_Valignq_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 03 /r ib
EVEX_Valignq_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 03 /r ib
EVEX_Valignq_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 03 /r ib
VEX_Vpermilps_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W0 04 /r ib
VEX_Vpermilps_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.W0 04 /r ib
EVEX_Vpermilps_xmm_k1z_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F3A.W0 04 /r ib
EVEX_Vpermilps_ymm_k1z_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F3A.W0 04 /r ib
EVEX_Vpermilps_zmm_k1z_zmmm512b32_imm8 RMI 64/4 EVEX.512.66.0F3A.W0 04 /r ib
VEX_Vpermilpd_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W0 05 /r ib
VEX_Vpermilpd_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.W0 05 /r ib
EVEX_Vpermilpd_xmm_k1z_xmmm128b64_imm8 RMI 16/8 EVEX.128.66.0F3A.W1 05 /r ib
EVEX_Vpermilpd_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 05 /r ib
EVEX_Vpermilpd_zmm_k1z_zmmm512b64_imm8 RMI 64/8 EVEX.512.66.0F3A.W1 05 /r ib
VEX_Vpermq_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.W1 00 /r ib
EVEX_Vpermq_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 00 /r ib
EVEX_Vpermq_zmm_k1z_zmmm512b64_imm8 RMI 64/8 EVEX.512.66.0F3A.W1 00 /r ib
VEX_Vpermpd_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.W1 01 /r ib
EVEX_Vpermpd_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 01 /r ib
EVEX_Vpermpd_zmm_k1z_zmmm512b64_imm8 RMI 64/8 EVEX.512.66.0F3A.W1 01 /r ib
EVEX_Vshuff32x4_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 23 /r ib
EVEX_Vshuff32x4_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 23 /r ib
EVEX_Vshufi32x4_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 43 /r ib
EVEX_Vshufi32x4_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 43 /r ib
EVEX_Vshuff64x2_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 23 /r ib
EVEX_Vshuff64x2_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 23 /r ib
EVEX_Vshufi64x2_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 43 /r ib
EVEX_Vshufi64x2_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 43 /r ib
Pshufb_xmm_xmmm128 RM 1/1 66 0F 38 00 /r
VEX_Vpshufb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG 00 /r
VEX_Vpshufb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG 00 /r
EVEX_Vpshufb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG 00 /r
EVEX_Vpshufb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG 00 /r
EVEX_Vpshufb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG 00 /r
VEX_Vpermilps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 0C /r
VEX_Vpermilps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 0C /r
EVEX_Vpermilps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 0C /r
EVEX_Vpermilps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 0C /r
EVEX_Vpermilps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 0C /r
VEX_Vpermilpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 0D /r
VEX_Vpermilpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 0D /r
EVEX_Vpermilpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 0D /r
EVEX_Vpermilpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 0D /r
EVEX_Vpermilpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 0D /r
VEX_Vpermd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 36 /r
EVEX_Vpermd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 36 /r
EVEX_Vpermd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 36 /r
VEX_Vpermps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 16 /r
EVEX_Vpermps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 16 /r
EVEX_Vpermps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 16 /r
EVEX_Vpermq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 36 /r
EVEX_Vpermq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 36 /r
EVEX_Vpermpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 16 /r
EVEX_Vpermpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 16 /r
EVEX_Vpermw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 8D /r
EVEX_Vpermw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 8D /r
EVEX_Vpermw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 8D /r
EVEX_Vpermb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 8D /r
EVEX_Vpermb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 8D /r
EVEX_Vpermb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 8D /r
EVEX_Vpermi2b_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 75 /r
EVEX_Vpermi2b_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 75 /r
EVEX_Vpermi2b_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 75 /r
EVEX_Vpermt2b_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 7D /r
EVEX_Vpermt2b_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 7D /r
EVEX_Vpermt2b_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 7D /r
EVEX_Vpermi2w_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 75 /r
EVEX_Vpermi2w_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 75 /r
EVEX_Vpermi2w_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 75 /r
EVEX_Vpermt2w_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 7D /r
EVEX_Vpermt2w_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 7D /r
EVEX_Vpermt2w_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 7D /r
EVEX_Vpermi2d_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 76 /r
EVEX_Vpermi2d_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 76 /r
EVEX_Vpermi2d_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 76 /r
EVEX_Vpermi2ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 77 /r
EVEX_Vpermi2ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 77 /r
EVEX_Vpermi2ps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 77 /r
EVEX_Vpermt2d_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 7E /r
EVEX_Vpermt2d_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 7E /r
EVEX_Vpermt2d_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 7E /r
EVEX_Vpermt2ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 7F /r
EVEX_Vpermt2ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 7F /r
EVEX_Vpermt2ps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 7F /r
EVEX_Vpermi2q_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 76 /r
EVEX_Vpermi2q_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 76 /r
EVEX_Vpermi2q_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 76 /r
EVEX_Vpermi2pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 77 /r
EVEX_Vpermi2pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 77 /r
EVEX_Vpermi2pd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 77 /r
EVEX_Vpermt2q_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 7E /r
EVEX_Vpermt2q_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 7E /r
EVEX_Vpermt2q_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 7E /r
EVEX_Vpermt2pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 7F /r
EVEX_Vpermt2pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 7F /r
EVEX_Vpermt2pd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 7F /r
VEX_Vperm2f128_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.W0 06 /r ib
VEX_Vperm2i128_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.W0 46 /r ib
Movshdup_xmm_xmmm128 RM 1/1 F3 0F 16 /r
VEX_Vmovshdup_xmm_xmmm128 RM 1/1 VEX.128.F3.0F.WIG 16 /r
VEX_Vmovshdup_ymm_ymmm256 RM 1/1 VEX.256.F3.0F.WIG 16 /r
EVEX_Vmovshdup_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F3.0F.W0 16 /r
EVEX_Vmovshdup_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F3.0F.W0 16 /r
EVEX_Vmovshdup_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F3.0F.W0 16 /r
Movsldup_xmm_xmmm128 RM 1/1 F3 0F 12 /r
VEX_Vmovsldup_xmm_xmmm128 RM 1/1 VEX.128.F3.0F.WIG 12 /r
VEX_Vmovsldup_ymm_ymmm256 RM 1/1 VEX.256.F3.0F.WIG 12 /r
EVEX_Vmovsldup_xmm_k1z_xmmm128 RM 16/16 EVEX.128.F3.0F.W0 12 /r
EVEX_Vmovsldup_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F3.0F.W0 12 /r
EVEX_Vmovsldup_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F3.0F.W0 12 /r
Movddup_xmm_xmmm64 RM 1/1 F2 0F 12 /r
VEX_Vmovddup_xmm_xmmm64 RM 1/1 VEX.128.F2.0F.WIG 12 /r
VEX_Vmovddup_ymm_ymmm256 RM 1/1 VEX.256.F2.0F.WIG 12 /r
EVEX_Vmovddup_xmm_k1z_xmmm64 RM 8/8 EVEX.128.F2.0F.W1 12 /r
EVEX_Vmovddup_ymm_k1z_ymmm256 RM 32/32 EVEX.256.F2.0F.W1 12 /r
EVEX_Vmovddup_zmm_k1z_zmmm512 RM 64/64 EVEX.512.F2.0F.W1 12 /r
Punpckhbw_xmm_xmmm128 RM 1/1 66 0F 68 /r
VEX_Vpunpckhbw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 68 /r
VEX_Vpunpckhbw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 68 /r
EVEX_Vpunpckhbw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 68 /r
EVEX_Vpunpckhbw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 68 /r
EVEX_Vpunpckhbw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 68 /r
Punpckhwd_xmm_xmmm128 RM 1/1 66 0F 69 /r
VEX_Vpunpckhwd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 69 /r
VEX_Vpunpckhwd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 69 /r
EVEX_Vpunpckhwd_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 69 /r
EVEX_Vpunpckhwd_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 69 /r
EVEX_Vpunpckhwd_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 69 /r
Punpckhdq_xmm_xmmm128 RM 1/1 66 0F 6A /r
VEX_Vpunpckhdq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 6A /r
VEX_Vpunpckhdq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 6A /r
EVEX_Vpunpckhdq_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 6A /r
EVEX_Vpunpckhdq_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 6A /r
EVEX_Vpunpckhdq_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 6A /r
Punpckhqdq_xmm_xmmm128 RM 1/1 66 0F 6D /r
VEX_Vpunpckhqdq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 6D /r
VEX_Vpunpckhqdq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 6D /r
EVEX_Vpunpckhqdq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 6D /r
EVEX_Vpunpckhqdq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 6D /r
EVEX_Vpunpckhqdq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 6D /r
Unpckhps_xmm_xmmm128 RM 1/1 NP 0F 15 /r
VEX_Vunpckhps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 15 /r
VEX_Vunpckhps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 15 /r
EVEX_Vunpckhps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 15 /r
EVEX_Vunpckhps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 15 /r
EVEX_Vunpckhps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 15 /r
Unpckhpd_xmm_xmmm128 RM 1/1 66 0F 15 /r
VEX_Vunpckhpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 15 /r
VEX_Vunpckhpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 15 /r
EVEX_Vunpckhpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 15 /r
EVEX_Vunpckhpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 15 /r
EVEX_Vunpckhpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 15 /r
Punpcklbw_xmm_xmmm128 RM 1/1 66 0F 60 /r
VEX_Vpunpcklbw_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 60 /r
VEX_Vpunpcklbw_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 60 /r
EVEX_Vpunpcklbw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 60 /r
EVEX_Vpunpcklbw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 60 /r
EVEX_Vpunpcklbw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 60 /r
Punpcklwd_xmm_xmmm128 RM 1/1 66 0F 61 /r
VEX_Vpunpcklwd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 61 /r
VEX_Vpunpcklwd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 61 /r
EVEX_Vpunpcklwd_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F.WIG 61 /r
EVEX_Vpunpcklwd_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F.WIG 61 /r
EVEX_Vpunpcklwd_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F.WIG 61 /r
Punpckldq_xmm_xmmm128 RM 1/1 66 0F 62 /r
VEX_Vpunpckldq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 62 /r
VEX_Vpunpckldq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 62 /r
EVEX_Vpunpckldq_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F.W0 62 /r
EVEX_Vpunpckldq_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F.W0 62 /r
EVEX_Vpunpckldq_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F.W0 62 /r
Punpcklqdq_xmm_xmmm128 RM 1/1 66 0F 6C /r
VEX_Vpunpcklqdq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 6C /r
VEX_Vpunpcklqdq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 6C /r
EVEX_Vpunpcklqdq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 6C /r
EVEX_Vpunpcklqdq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 6C /r
EVEX_Vpunpcklqdq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 6C /r
Unpcklps_xmm_xmmm128 RM 1/1 NP 0F 14 /r
VEX_Vunpcklps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 14 /r
VEX_Vunpcklps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 14 /r
EVEX_Vunpcklps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 14 /r
EVEX_Vunpcklps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 14 /r
EVEX_Vunpcklps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.0F.W0 14 /r
Unpcklpd_xmm_xmmm128 RM 1/1 66 0F 14 /r
VEX_Vunpcklpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 14 /r
VEX_Vunpcklpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 14 /r
EVEX_Vunpcklpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 14 /r
EVEX_Vunpcklpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 14 /r
EVEX_Vunpcklpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F.W1 14 /r
Blendps_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 0C /r ib
VEX_Vblendps_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 0C /r ib
VEX_Vblendps_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 0C /r ib
Blendpd_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 0D /r ib
VEX_Vblendpd_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 0D /r ib
VEX_Vblendpd_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 0D /r ib
Pblendw_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 0E /r ib
VEX_Vpblendw_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 0E /r ib
VEX_Vpblendw_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 0E /r ib
VEX_Vpblendd_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.W0 02 /r ib
VEX_Vpblendd_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.W0 02 /r ib
VEX_Vblendvps_xmm_xmm_xmmm128_xmm RVMS 1/1 VEX.128.66.0F3A.W0 4A /r /is4
VEX_Vblendvps_ymm_ymm_ymmm256_ymm RVMS 1/1 VEX.256.66.0F3A.W0 4A /r /is4
VEX_Vblendvpd_xmm_xmm_xmmm128_xmm RVMS 1/1 VEX.128.66.0F3A.W0 4B /r /is4
VEX_Vblendvpd_ymm_ymm_ymmm256_ymm RVMS 1/1 VEX.256.66.0F3A.W0 4B /r /is4
VEX_Vpblendvb_xmm_xmm_xmmm128_xmm RVMS 1/1 VEX.128.66.0F3A.W0 4C /r /is4
VEX_Vpblendvb_ymm_ymm_ymmm256_ymm RVMS 1/1 VEX.256.66.0F3A.W0 4C /r /is4
Blendvps_xmm_xmmm128 RM 1/1 66 0F 38 14 /r
Blendvpd_xmm_xmmm128 RM 1/1 66 0F 38 15 /r
Pblendvb_xmm_xmmm128 RM 1/1 66 0F 38 10 /r
EVEX_Vpblendmb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 66 /r
EVEX_Vpblendmb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 66 /r
EVEX_Vpblendmb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 66 /r
EVEX_Vpblendmw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 66 /r
EVEX_Vpblendmw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 66 /r
EVEX_Vpblendmw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 66 /r
EVEX_Vpblendmd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 64 /r
EVEX_Vpblendmd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 64 /r
EVEX_Vpblendmd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 64 /r
EVEX_Vblendmps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 65 /r
EVEX_Vblendmps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 65 /r
EVEX_Vblendmps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 65 /r
EVEX_Vpblendmq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 64 /r
EVEX_Vpblendmq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 64 /r
EVEX_Vpblendmq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 64 /r
EVEX_Vblendmpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 65 /r
EVEX_Vblendmpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 65 /r
EVEX_Vblendmpd_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 65 /r
VEX_Vinsertf128_ymm_ymm_xmmm128_imm8 RVMI 1/1 VEX.256.66.0F3A.W0 18 /r ib
VEX_Vextractf128_xmmm128_ymm_imm8 MRI 1/1 VEX.256.66.0F3A.W0 19 /r ib
EVEX_Vinsertf32x4_ymm_k1z_ymm_xmmm128_imm8 RVMI 16/16 EVEX.256.66.0F3A.W0 18 /r ib
EVEX_Vinsertf32x4_zmm_k1z_zmm_xmmm128_imm8 RVMI 16/16 EVEX.512.66.0F3A.W0 18 /r ib
EVEX_Vextractf32x4_xmmm128_k1z_ymm_imm8 MRI 16/16 EVEX.256.66.0F3A.W0 19 /r ib
EVEX_Vextractf32x4_xmmm128_k1z_zmm_imm8 MRI 16/16 EVEX.512.66.0F3A.W0 19 /r ib
EVEX_Vinsertf64x2_ymm_k1z_ymm_xmmm128_imm8 RVMI 16/16 EVEX.256.66.0F3A.W1 18 /r ib
EVEX_Vinsertf64x2_zmm_k1z_zmm_xmmm128_imm8 RVMI 16/16 EVEX.512.66.0F3A.W1 18 /r ib
EVEX_Vextractf64x2_xmmm128_k1z_ymm_imm8 MRI 16/16 EVEX.256.66.0F3A.W1 19 /r ib
EVEX_Vextractf64x2_xmmm128_k1z_zmm_imm8 MRI 16/16 EVEX.512.66.0F3A.W1 19 /r ib
EVEX_Vinsertf32x8_zmm_k1z_zmm_ymmm256_imm8 RVMI 32/32 EVEX.512.66.0F3A.W0 1A /r ib
EVEX_Vextractf32x8_ymmm256_k1z_zmm_imm8 MRI 32/32 EVEX.512.66.0F3A.W0 1B /r ib
EVEX_Vinsertf64x4_zmm_k1z_zmm_ymmm256_imm8 RVMI 32/32 EVEX.512.66.0F3A.W1 1A /r ib
EVEX_Vextractf64x4_ymmm256_k1z_zmm_imm8 MRI 32/32 EVEX.512.66.0F3A.W1 1B /r ib
VEX_Vinserti128_ymm_ymm_xmmm128_imm8 RVMI 1/1 VEX.256.66.0F3A.W0 38 /r ib
VEX_Vextracti128_xmmm128_ymm_imm8 MRI 1/1 VEX.256.66.0F3A.W0 39 /r ib
EVEX_Vinserti32x4_ymm_k1z_ymm_xmmm128_imm8 RVMI 16/16 EVEX.256.66.0F3A.W0 38 /r ib
EVEX_Vinserti32x4_zmm_k1z_zmm_xmmm128_imm8 RVMI 16/16 EVEX.512.66.0F3A.W0 38 /r ib
EVEX_Vextracti32x4_xmmm128_k1z_ymm_imm8 MRI 16/16 EVEX.256.66.0F3A.W0 39 /r ib
EVEX_Vextracti32x4_xmmm128_k1z_zmm_imm8 MRI 16/16 EVEX.512.66.0F3A.W0 39 /r ib
EVEX_Vinserti64x2_ymm_k1z_ymm_xmmm128_imm8 RVMI 16/16 EVEX.256.66.0F3A.W1 38 /r ib
EVEX_Vinserti64x2_zmm_k1z_zmm_xmmm128_imm8 RVMI 16/16 EVEX.512.66.0F3A.W1 38 /r ib
EVEX_Vextracti64x2_xmmm128_k1z_ymm_imm8 MRI 16/16 EVEX.256.66.0F3A.W1 39 /r ib
EVEX_Vextracti64x2_xmmm128_k1z_zmm_imm8 MRI 16/16 EVEX.512.66.0F3A.W1 39 /r ib
EVEX_Vinserti32x8_zmm_k1z_zmm_ymmm256_imm8 RVMI 32/32 EVEX.512.66.0F3A.W0 3A /r ib
EVEX_Vextracti32x8_ymmm256_k1z_zmm_imm8 MRI 32/32 EVEX.512.66.0F3A.W0 3B /r ib
EVEX_Vinserti64x4_zmm_k1z_zmm_ymmm256_imm8 RVMI 32/32 EVEX.512.66.0F3A.W1 3A /r ib
EVEX_Vextracti64x4_ymmm256_k1z_zmm_imm8 MRI 32/32 EVEX.512.66.0F3A.W1 3B /r ib
Pinsrb_xmm_r32m8_imm8 RMI 1/1 66 0F 3A 20 /r ib
Pinsrb_xmm_r64m8_imm8 RMI 1/1 66 o64 0F 3A 20 /r ib
VEX_Vpinsrb_xmm_xmm_r32m8_imm8 RVMI 1/1 VEX.128.66.0F3A.W0 20 /r ib
VEX_Vpinsrb_xmm_xmm_r64m8_imm8 RVMI 1/1 VEX.128.66.0F3A.W1 20 /r ib
EVEX_Vpinsrb_xmm_xmm_r32m8_imm8 RVMI 1/1 EVEX.128.66.0F3A.W0 20 /r ib
EVEX_Vpinsrb_xmm_xmm_r64m8_imm8 RVMI 1/1 EVEX.128.66.0F3A.W1 20 /r ib
Pextrb_r32m8_xmm_imm8 MRI 1/1 66 0F 3A 14 /r ib
Pextrb_r64m8_xmm_imm8 MRI 1/1 66 o64 0F 3A 14 /r ib
VEX_Vpextrb_r32m8_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W0 14 /r ib
VEX_Vpextrb_r64m8_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W1 14 /r ib
EVEX_Vpextrb_r32m8_xmm_imm8 MRI 1/1 EVEX.128.66.0F3A.W0 14 /r ib
EVEX_Vpextrb_r64m8_xmm_imm8 MRI 1/1 EVEX.128.66.0F3A.W1 14 /r ib
Pinsrw_xmm_r32m16_imm8 RMI 1/1 66 0F C4 /r ib
Pinsrw_xmm_r64m16_imm8 RMI 1/1 66 o64 0F C4 /r ib
VEX_Vpinsrw_xmm_xmm_r32m16_imm8 RVMI 1/1 VEX.128.66.0F.W0 C4 /r ib
VEX_Vpinsrw_xmm_xmm_r64m16_imm8 RVMI 1/1 VEX.128.66.0F.W1 C4 /r ib
EVEX_Vpinsrw_xmm_xmm_r32m16_imm8 RVMI 2/2 EVEX.128.66.0F.W0 C4 /r ib
EVEX_Vpinsrw_xmm_xmm_r64m16_imm8 RVMI 2/2 EVEX.128.66.0F.W1 C4 /r ib
Pextrw_r32m16_xmm_imm8 MRI 1/1 66 0F 3A 15 /r ib
Pextrw_r64m16_xmm_imm8 MRI 1/1 66 o64 0F 3A 15 /r ib
VEX_Vpextrw_r32m16_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W0 15 /r ib
VEX_Vpextrw_r64m16_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W1 15 /r ib
VEX_Vpextrw_r32_xmm_imm8 RMI 1/1 VEX.128.66.0F.W0 C5 /r ib
VEX_Vpextrw_r64_xmm_imm8 RMI 1/1 VEX.128.66.0F.W1 C5 /r ib
EVEX_Vpextrw_r32m16_xmm_imm8 MRI 2/2 EVEX.128.66.0F3A.W0 15 /r ib
EVEX_Vpextrw_r64m16_xmm_imm8 MRI 2/2 EVEX.128.66.0F3A.W1 15 /r ib
EVEX_Vpextrw_r32_xmm_imm8 RMI 1/1 EVEX.128.66.0F.W0 C5 /r ib
EVEX_Vpextrw_r64_xmm_imm8 RMI 1/1 EVEX.128.66.0F.W1 C5 /r ib
Pextrw_r32_xmm_imm8 RMI 1/1 66 0F C5 /r ib
Pextrw_r64_xmm_imm8 RMI 1/1 66 o64 0F C5 /r ib
Pinsrd_xmm_rm32_imm8 RMI 1/1 66 0F 3A 22 /r ib
VEX_Vpinsrd_xmm_xmm_rm32_imm8 RVMI 1/1 VEX.128.66.0F3A.W0 22 /r ib
EVEX_Vpinsrd_xmm_xmm_rm32_imm8 RVMI 4/4 EVEX.128.66.0F3A.W0 22 /r ib
Pextrd_rm32_xmm_imm8 MRI 1/1 66 0F 3A 16 /r ib
VEX_Vpextrd_rm32_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W0 16 /r ib
EVEX_Vpextrd_rm32_xmm_imm8 MRI 4/4 EVEX.128.66.0F3A.W0 16 /r ib
Pinsrq_xmm_rm64_imm8 RMI 1/1 66 o64 0F 3A 22 /r ib
VEX_Vpinsrq_xmm_xmm_rm64_imm8 RVMI 1/1 VEX.128.66.0F3A.W1 22 /r ib
EVEX_Vpinsrq_xmm_xmm_rm64_imm8 RVMI 8/8 EVEX.128.66.0F3A.W1 22 /r ib
Pextrq_rm64_xmm_imm8 MRI 1/1 66 o64 0F 3A 16 /r ib
VEX_Vpextrq_rm64_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W1 16 /r ib
EVEX_Vpextrq_rm64_xmm_imm8 MRI 8/8 EVEX.128.66.0F3A.W1 16 /r ib
Extractps_rm32_xmm_imm8 MRI 1/1 66 0F 3A 17 /r ib
Extractps_r64m32_xmm_imm8 MRI 1/1 66 o64 0F 3A 17 /r ib
VEX_Vextractps_rm32_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W0 17 /r ib
VEX_Vextractps_r64m32_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W1 17 /r ib
EVEX_Vextractps_rm32_xmm_imm8 MRI 4/4 EVEX.128.66.0F3A.W0 17 /r ib
EVEX_Vextractps_r64m32_xmm_imm8 MRI 4/4 EVEX.128.66.0F3A.W1 17 /r ib
Insertps_xmm_xmmm32_imm8 RMI 1/1 66 0F 3A 21 /r ib
VEX_Vinsertps_xmm_xmm_xmmm32_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 21 /r ib
EVEX_Vinsertps_xmm_xmm_xmmm32_imm8 RVMI 4/4 EVEX.128.66.0F3A.W0 21 /r ib
Addps_xmm_xmmm128 RM 1/1 NP 0F 58 /r
VEX_Vaddps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 58 /r
VEX_Vaddps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 58 /r
EVEX_Vaddps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 58 /r
EVEX_Vaddps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 58 /r
EVEX_Vaddps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.0F.W0 58 /r
Addpd_xmm_xmmm128 RM 1/1 66 0F 58 /r
VEX_Vaddpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 58 /r
VEX_Vaddpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 58 /r
EVEX_Vaddpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 58 /r
EVEX_Vaddpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 58 /r
EVEX_Vaddpd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F.W1 58 /r
Addss_xmm_xmmm32 RM 1/1 F3 0F 58 /r
VEX_Vaddss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 58 /r
EVEX_Vaddss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 58 /r
Addsd_xmm_xmmm64 RM 1/1 F2 0F 58 /r
VEX_Vaddsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 58 /r
EVEX_Vaddsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 58 /r
EVEX_Vaddph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 58 /r
EVEX_Vaddph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 58 /r
EVEX_Vaddph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.MAP5.W0 58 /r
EVEX_Vaddsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.F3.MAP5.W0 58 /r
Subps_xmm_xmmm128 RM 1/1 NP 0F 5C /r
VEX_Vsubps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 5C /r
VEX_Vsubps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 5C /r
EVEX_Vsubps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 5C /r
EVEX_Vsubps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 5C /r
EVEX_Vsubps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.0F.W0 5C /r
Subpd_xmm_xmmm128 RM 1/1 66 0F 5C /r
VEX_Vsubpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 5C /r
VEX_Vsubpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 5C /r
EVEX_Vsubpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 5C /r
EVEX_Vsubpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 5C /r
EVEX_Vsubpd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F.W1 5C /r
Subss_xmm_xmmm32 RM 1/1 F3 0F 5C /r
VEX_Vsubss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 5C /r
EVEX_Vsubss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 5C /r
Subsd_xmm_xmmm64 RM 1/1 F2 0F 5C /r
VEX_Vsubsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 5C /r
EVEX_Vsubsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 5C /r
EVEX_Vsubph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 5C /r
EVEX_Vsubph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 5C /r
EVEX_Vsubph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.MAP5.W0 5C /r
EVEX_Vsubsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.F3.MAP5.W0 5C /r
Mulps_xmm_xmmm128 RM 1/1 NP 0F 59 /r
VEX_Vmulps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 59 /r
VEX_Vmulps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 59 /r
EVEX_Vmulps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 59 /r
EVEX_Vmulps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 59 /r
EVEX_Vmulps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.0F.W0 59 /r
Mulpd_xmm_xmmm128 RM 1/1 66 0F 59 /r
VEX_Vmulpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 59 /r
VEX_Vmulpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 59 /r
EVEX_Vmulpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 59 /r
EVEX_Vmulpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 59 /r
EVEX_Vmulpd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F.W1 59 /r
Mulss_xmm_xmmm32 RM 1/1 F3 0F 59 /r
VEX_Vmulss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 59 /r
EVEX_Vmulss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 59 /r
Mulsd_xmm_xmmm64 RM 1/1 F2 0F 59 /r
VEX_Vmulsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 59 /r
EVEX_Vmulsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 59 /r
EVEX_Vmulph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 59 /r
EVEX_Vmulph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 59 /r
EVEX_Vmulph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.MAP5.W0 59 /r
EVEX_Vmulsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.F3.MAP5.W0 59 /r
Divps_xmm_xmmm128 RM 1/1 NP 0F 5E /r
VEX_Vdivps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 5E /r
VEX_Vdivps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 5E /r
EVEX_Vdivps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 5E /r
EVEX_Vdivps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 5E /r
EVEX_Vdivps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.0F.W0 5E /r
Divpd_xmm_xmmm128 RM 1/1 66 0F 5E /r
VEX_Vdivpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 5E /r
VEX_Vdivpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 5E /r
EVEX_Vdivpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 5E /r
EVEX_Vdivpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 5E /r
EVEX_Vdivpd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F.W1 5E /r
Divss_xmm_xmmm32 RM 1/1 F3 0F 5E /r
VEX_Vdivss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 5E /r
EVEX_Vdivss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 5E /r
Divsd_xmm_xmmm64 RM 1/1 F2 0F 5E /r
VEX_Vdivsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 5E /r
EVEX_Vdivsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 5E /r
EVEX_Vdivph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 5E /r
EVEX_Vdivph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 5E /r
EVEX_Vdivph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.MAP5.W0 5E /r
EVEX_Vdivsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.F3.MAP5.W0 5E /r
Minps_xmm_xmmm128 RM 1/1 NP 0F 5D /r
VEX_Vminps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 5D /r
VEX_Vminps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 5D /r
EVEX_Vminps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 5D /r
EVEX_Vminps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 5D /r
EVEX_Vminps_zmm_k1z_zmm_zmmm512b32_sae RVM 64/4 EVEX.512.0F.W0 5D /r
Minpd_xmm_xmmm128 RM 1/1 66 0F 5D /r
VEX_Vminpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 5D /r
VEX_Vminpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 5D /r
EVEX_Vminpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 5D /r
EVEX_Vminpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 5D /r
EVEX_Vminpd_zmm_k1z_zmm_zmmm512b64_sae RVM 64/8 EVEX.512.66.0F.W1 5D /r
Minss_xmm_xmmm32 RM 1/1 F3 0F 5D /r
VEX_Vminss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 5D /r
EVEX_Vminss_xmm_k1z_xmm_xmmm32_sae RVM 4/4 EVEX.LIG.F3.0F.W0 5D /r
Minsd_xmm_xmmm64 RM 1/1 F2 0F 5D /r
VEX_Vminsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 5D /r
EVEX_Vminsd_xmm_k1z_xmm_xmmm64_sae RVM 8/8 EVEX.LIG.F2.0F.W1 5D /r
EVEX_Vminph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 5D /r
EVEX_Vminph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 5D /r
EVEX_Vminph_zmm_k1z_zmm_zmmm512b16_sae RVM 64/2 EVEX.512.MAP5.W0 5D /r
EVEX_Vminsh_xmm_k1z_xmm_xmmm16_sae RVM 2/2 EVEX.LIG.F3.MAP5.W0 5D /r
Maxps_xmm_xmmm128 RM 1/1 NP 0F 5F /r
VEX_Vmaxps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F.WIG 5F /r
VEX_Vmaxps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.0F.WIG 5F /r
EVEX_Vmaxps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.0F.W0 5F /r
EVEX_Vmaxps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.0F.W0 5F /r
EVEX_Vmaxps_zmm_k1z_zmm_zmmm512b32_sae RVM 64/4 EVEX.512.0F.W0 5F /r
Maxpd_xmm_xmmm128 RM 1/1 66 0F 5F /r
VEX_Vmaxpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 5F /r
VEX_Vmaxpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 5F /r
EVEX_Vmaxpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F.W1 5F /r
EVEX_Vmaxpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F.W1 5F /r
EVEX_Vmaxpd_zmm_k1z_zmm_zmmm512b64_sae RVM 64/8 EVEX.512.66.0F.W1 5F /r
Maxss_xmm_xmmm32 RM 1/1 F3 0F 5F /r
VEX_Vmaxss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 5F /r
EVEX_Vmaxss_xmm_k1z_xmm_xmmm32_sae RVM 4/4 EVEX.LIG.F3.0F.W0 5F /r
Maxsd_xmm_xmmm64 RM 1/1 F2 0F 5F /r
VEX_Vmaxsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 5F /r
EVEX_Vmaxsd_xmm_k1z_xmm_xmmm64_sae RVM 8/8 EVEX.LIG.F2.0F.W1 5F /r
EVEX_Vmaxph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.MAP5.W0 5F /r
EVEX_Vmaxph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.MAP5.W0 5F /r
EVEX_Vmaxph_zmm_k1z_zmm_zmmm512b16_sae RVM 64/2 EVEX.512.MAP5.W0 5F /r
EVEX_Vmaxsh_xmm_k1z_xmm_xmmm16_sae RVM 2/2 EVEX.LIG.F3.MAP5.W0 5F /r
Sqrtps_xmm_xmmm128 RM 1/1 NP 0F 51 /r
VEX_Vsqrtps_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 51 /r
VEX_Vsqrtps_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 51 /r
EVEX_Vsqrtps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.0F.W0 51 /r
EVEX_Vsqrtps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.0F.W0 51 /r
EVEX_Vsqrtps_zmm_k1z_zmmm512b32_er RM 64/4 EVEX.512.0F.W0 51 /r
Sqrtpd_xmm_xmmm128 RM 1/1 66 0F 51 /r
VEX_Vsqrtpd_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 51 /r
VEX_Vsqrtpd_ymm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 51 /r
EVEX_Vsqrtpd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 51 /r
EVEX_Vsqrtpd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 51 /r
EVEX_Vsqrtpd_zmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.66.0F.W1 51 /r
Sqrtss_xmm_xmmm32 RM 1/1 F3 0F 51 /r
VEX_Vsqrtss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 51 /r
EVEX_Vsqrtss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 51 /r
Sqrtsd_xmm_xmmm64 RM 1/1 F2 0F 51 /r
VEX_Vsqrtsd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 51 /r
EVEX_Vsqrtsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 51 /r
EVEX_Vsqrtph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.MAP5.W0 51 /r
EVEX_Vsqrtph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.MAP5.W0 51 /r
EVEX_Vsqrtph_zmm_k1z_zmmm512b16_er RM 64/2 EVEX.512.MAP5.W0 51 /r
EVEX_Vsqrtsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.F3.MAP5.W0 51 /r
Roundps_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 08 /r ib
VEX_Vroundps_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.WIG 08 /r ib
VEX_Vroundps_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.WIG 08 /r ib
EVEX_Vrndscaleps_xmm_k1z_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F3A.W0 08 /r ib
EVEX_Vrndscaleps_ymm_k1z_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F3A.W0 08 /r ib
EVEX_Vrndscaleps_zmm_k1z_zmmm512b32_imm8_sae RMI 64/4 EVEX.512.66.0F3A.W0 08 /r ib
Roundpd_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 09 /r ib
VEX_Vroundpd_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.WIG 09 /r ib
VEX_Vroundpd_ymm_ymmm256_imm8 RMI 1/1 VEX.256.66.0F3A.WIG 09 /r ib
EVEX_Vrndscalepd_xmm_k1z_xmmm128b64_imm8 RMI 16/8 EVEX.128.66.0F3A.W1 09 /r ib
EVEX_Vrndscalepd_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 09 /r ib
EVEX_Vrndscalepd_zmm_k1z_zmmm512b64_imm8_sae RMI 64/8 EVEX.512.66.0F3A.W1 09 /r ib
Roundss_xmm_xmmm32_imm8 RMI 1/1 66 0F 3A 0A /r ib
VEX_Vroundss_xmm_xmm_xmmm32_imm8 RVMI 1/1 VEX.LIG.66.0F3A.WIG 0A /r ib
EVEX_Vrndscaless_xmm_k1z_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.66.0F3A.W0 0A /r ib
Roundsd_xmm_xmmm64_imm8 RMI 1/1 66 0F 3A 0B /r ib
VEX_Vroundsd_xmm_xmm_xmmm64_imm8 RVMI 1/1 VEX.LIG.66.0F3A.WIG 0B /r ib
EVEX_Vrndscalesd_xmm_k1z_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.66.0F3A.W1 0B /r ib
EVEX_Vrndscaleph_xmm_k1z_xmmm128b16_imm8 RMI 16/2 EVEX.128.0F3A.W0 08 /r ib
EVEX_Vrndscaleph_ymm_k1z_ymmm256b16_imm8 RMI 32/2 EVEX.256.0F3A.W0 08 /r ib
EVEX_Vrndscaleph_zmm_k1z_zmmm512b16_imm8_sae RMI 64/2 EVEX.512.0F3A.W0 08 /r ib
EVEX_Vrndscalesh_xmm_k1z_xmm_xmmm16_imm8_sae RVMI 2/2 EVEX.LIG.0F3A.W0 0A /r ib
Cmpps_xmm_xmmm128_imm8 RMI 1/1 NP 0F C2 /r ib
VEX_Vcmpps_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.0F.WIG C2 /r ib
VEX_Vcmpps_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.0F.WIG C2 /r ib
EVEX_Vcmpps_kr_k1_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.0F.W0 C2 /r ib
EVEX_Vcmpps_kr_k1_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.0F.W0 C2 /r ib
EVEX_Vcmpps_kr_k1_zmm_zmmm512b32_imm8_sae RVMI 64/4 EVEX.512.0F.W0 C2 /r ib
Cmppd_xmm_xmmm128_imm8 RMI 1/1 66 0F C2 /r ib
VEX_Vcmppd_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F.WIG C2 /r ib
VEX_Vcmppd_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F.WIG C2 /r ib
EVEX_Vcmppd_kr_k1_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F.W1 C2 /r ib
EVEX_Vcmppd_kr_k1_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F.W1 C2 /r ib
EVEX_Vcmppd_kr_k1_zmm_zmmm512b64_imm8_sae RVMI 64/8 EVEX.512.66.0F.W1 C2 /r ib
Cmpss_xmm_xmmm32_imm8 RMI 1/1 F3 0F C2 /r ib
VEX_Vcmpss_xmm_xmm_xmmm32_imm8 RVMI 1/1 VEX.LIG.F3.0F.WIG C2 /r ib
EVEX_Vcmpss_kr_k1_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.F3.0F.W0 C2 /r ib
Cmpsd_xmm_xmmm64_imm8 RMI 1/1 F2 0F C2 /r ib
VEX_Vcmpsd_xmm_xmm_xmmm64_imm8 RVMI 1/1 VEX.LIG.F2.0F.WIG C2 /r ib
EVEX_Vcmpsd_kr_k1_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.F2.0F.W1 C2 /r ib
EVEX_Vcmpph_kr_k1_xmm_xmmm128b16_imm8 RVMI 16/2 EVEX.128.0F3A.W0 C2 /r ib
EVEX_Vcmpph_kr_k1_ymm_ymmm256b16_imm8 RVMI 32/2 EVEX.256.0F3A.W0 C2 /r ib
EVEX_Vcmpph_kr_k1_zmm_zmmm512b16_imm8_sae RVMI 64/2 EVEX.512.0F3A.W0 C2 /r ib
EVEX_Vcmpsh_kr_k1_xmm_xmmm16_imm8_sae RVMI 2/2 EVEX.LIG.F3.0F3A.W0 C2 /r ib
Comiss_xmm_xmmm32 RM 1/1 NP 0F 2F /r
VEX_Vcomiss_xmm_xmmm32 RM 1/1 VEX.LIG.0F.WIG 2F /r
EVEX_Vcomiss_xmm_xmmm32_sae RM 4/4 EVEX.LIG.0F.W0 2F /r
Ucomiss_xmm_xmmm32 RM 1/1 NP 0F 2E /r
VEX_Vucomiss_xmm_xmmm32 RM 1/1 VEX.LIG.0F.WIG 2E /r
EVEX_Vucomiss_xmm_xmmm32_sae RM 4/4 EVEX.LIG.0F.W0 2E /r
Comisd_xmm_xmmm64 RM 1/1 66 0F 2F /r
VEX_Vcomisd_xmm_xmmm64 RM 1/1 VEX.LIG.66.0F.WIG 2F /r
EVEX_Vcomisd_xmm_xmmm64_sae RM 8/8 EVEX.LIG.66.0F.W1 2F /r
Ucomisd_xmm_xmmm64 RM 1/1 66 0F 2E /r
VEX_Vucomisd_xmm_xmmm64 RM 1/1 VEX.LIG.66.0F.WIG 2E /r
EVEX_Vucomisd_xmm_xmmm64_sae RM 8/8 EVEX.LIG.66.0F.W1 2E /r
EVEX_Vcomish_xmm_xmmm16_sae RM 2/2 EVEX.LIG.MAP5.W0 2F /r
EVEX_Vucomish_xmm_xmmm16_sae RM 2/2 EVEX.LIG.MAP5.W0 2E /r
VEX_Vfmadd132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 98 /r
VEX_Vfmadd132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 98 /r
EVEX_Vfmadd132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 98 /r
EVEX_Vfmadd132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 98 /r
EVEX_Vfmadd132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 98 /r
VEX_Vfmadd132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 98 /r
VEX_Vfmadd132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 98 /r
EVEX_Vfmadd132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 98 /r
EVEX_Vfmadd132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 98 /r
EVEX_Vfmadd132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 98 /r
VEX_Vfmadd132ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 99 /r
EVEX_Vfmadd132ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 99 /r
VEX_Vfmadd132sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 99 /r
EVEX_Vfmadd132sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 99 /r
EVEX_Vfmadd132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 98 /r
EVEX_Vfmadd132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 98 /r
EVEX_Vfmadd132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 98 /r
EVEX_Vfmadd132sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 99 /r
VEX_Vfmadd213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 A8 /r
VEX_Vfmadd213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 A8 /r
EVEX_Vfmadd213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 A8 /r
EVEX_Vfmadd213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 A8 /r
EVEX_Vfmadd213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 A8 /r
VEX_Vfmadd213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 A8 /r
VEX_Vfmadd213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 A8 /r
EVEX_Vfmadd213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 A8 /r
EVEX_Vfmadd213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 A8 /r
EVEX_Vfmadd213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 A8 /r
VEX_Vfmadd213ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 A9 /r
EVEX_Vfmadd213ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 A9 /r
VEX_Vfmadd213sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 A9 /r
EVEX_Vfmadd213sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 A9 /r
EVEX_Vfmadd213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 A8 /r
EVEX_Vfmadd213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 A8 /r
EVEX_Vfmadd213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 A8 /r
EVEX_Vfmadd213sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 A9 /r
VEX_Vfmadd231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 B8 /r
VEX_Vfmadd231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 B8 /r
EVEX_Vfmadd231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 B8 /r
EVEX_Vfmadd231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 B8 /r
EVEX_Vfmadd231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 B8 /r
VEX_Vfmadd231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 B8 /r
VEX_Vfmadd231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 B8 /r
EVEX_Vfmadd231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 B8 /r
EVEX_Vfmadd231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 B8 /r
EVEX_Vfmadd231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 B8 /r
VEX_Vfmadd231ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 B9 /r
EVEX_Vfmadd231ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 B9 /r
VEX_Vfmadd231sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 B9 /r
EVEX_Vfmadd231sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 B9 /r
EVEX_Vfmadd231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 B8 /r
EVEX_Vfmadd231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 B8 /r
EVEX_Vfmadd231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 B8 /r
EVEX_Vfmadd231sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 B9 /r
VEX_Vfmsub132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 9A /r
VEX_Vfmsub132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 9A /r
EVEX_Vfmsub132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 9A /r
EVEX_Vfmsub132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 9A /r
EVEX_Vfmsub132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 9A /r
VEX_Vfmsub132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 9A /r
VEX_Vfmsub132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 9A /r
EVEX_Vfmsub132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 9A /r
EVEX_Vfmsub132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 9A /r
EVEX_Vfmsub132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 9A /r
VEX_Vfmsub132ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 9B /r
EVEX_Vfmsub132ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 9B /r
VEX_Vfmsub132sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 9B /r
EVEX_Vfmsub132sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 9B /r
EVEX_Vfmsub132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 9A /r
EVEX_Vfmsub132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 9A /r
EVEX_Vfmsub132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 9A /r
EVEX_Vfmsub132sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 9B /r
VEX_Vfmsub213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 AA /r
VEX_Vfmsub213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 AA /r
EVEX_Vfmsub213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 AA /r
EVEX_Vfmsub213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 AA /r
EVEX_Vfmsub213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 AA /r
VEX_Vfmsub213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 AA /r
VEX_Vfmsub213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 AA /r
EVEX_Vfmsub213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 AA /r
EVEX_Vfmsub213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 AA /r
EVEX_Vfmsub213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 AA /r
VEX_Vfmsub213ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 AB /r
EVEX_Vfmsub213ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 AB /r
VEX_Vfmsub213sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 AB /r
EVEX_Vfmsub213sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 AB /r
EVEX_Vfmsub213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 AA /r
EVEX_Vfmsub213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 AA /r
EVEX_Vfmsub213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 AA /r
EVEX_Vfmsub213sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 AB /r
VEX_Vfmsub231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 BA /r
VEX_Vfmsub231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 BA /r
EVEX_Vfmsub231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 BA /r
EVEX_Vfmsub231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 BA /r
EVEX_Vfmsub231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 BA /r
VEX_Vfmsub231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 BA /r
VEX_Vfmsub231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 BA /r
EVEX_Vfmsub231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 BA /r
EVEX_Vfmsub231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 BA /r
EVEX_Vfmsub231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 BA /r
VEX_Vfmsub231ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 BB /r
EVEX_Vfmsub231ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 BB /r
VEX_Vfmsub231sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 BB /r
EVEX_Vfmsub231sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 BB /r
EVEX_Vfmsub231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 BA /r
EVEX_Vfmsub231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 BA /r
EVEX_Vfmsub231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 BA /r
EVEX_Vfmsub231sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 BB /r
VEX_Vfnmadd132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 9C /r
VEX_Vfnmadd132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 9C /r
EVEX_Vfnmadd132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 9C /r
EVEX_Vfnmadd132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 9C /r
EVEX_Vfnmadd132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 9C /r
VEX_Vfnmadd132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 9C /r
VEX_Vfnmadd132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 9C /r
EVEX_Vfnmadd132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 9C /r
EVEX_Vfnmadd132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 9C /r
EVEX_Vfnmadd132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 9C /r
VEX_Vfnmadd132ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 9D /r
EVEX_Vfnmadd132ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 9D /r
VEX_Vfnmadd132sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 9D /r
EVEX_Vfnmadd132sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 9D /r
EVEX_Vfnmadd132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 9C /r
EVEX_Vfnmadd132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 9C /r
EVEX_Vfnmadd132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 9C /r
EVEX_Vfnmadd132sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 9D /r
VEX_Vfnmadd213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 AC /r
VEX_Vfnmadd213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 AC /r
EVEX_Vfnmadd213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 AC /r
EVEX_Vfnmadd213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 AC /r
EVEX_Vfnmadd213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 AC /r
VEX_Vfnmadd213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 AC /r
VEX_Vfnmadd213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 AC /r
EVEX_Vfnmadd213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 AC /r
EVEX_Vfnmadd213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 AC /r
EVEX_Vfnmadd213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 AC /r
VEX_Vfnmadd213ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 AD /r
EVEX_Vfnmadd213ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 AD /r
VEX_Vfnmadd213sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 AD /r
EVEX_Vfnmadd213sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 AD /r
EVEX_Vfnmadd213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 AC /r
EVEX_Vfnmadd213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 AC /r
EVEX_Vfnmadd213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 AC /r
EVEX_Vfnmadd213sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 AD /r
VEX_Vfnmadd231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 BC /r
VEX_Vfnmadd231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 BC /r
EVEX_Vfnmadd231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 BC /r
EVEX_Vfnmadd231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 BC /r
EVEX_Vfnmadd231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 BC /r
VEX_Vfnmadd231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 BC /r
VEX_Vfnmadd231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 BC /r
EVEX_Vfnmadd231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 BC /r
EVEX_Vfnmadd231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 BC /r
EVEX_Vfnmadd231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 BC /r
VEX_Vfnmadd231ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 BD /r
EVEX_Vfnmadd231ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 BD /r
VEX_Vfnmadd231sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 BD /r
EVEX_Vfnmadd231sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 BD /r
EVEX_Vfnmadd231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 BC /r
EVEX_Vfnmadd231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 BC /r
EVEX_Vfnmadd231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 BC /r
EVEX_Vfnmadd231sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 BD /r
VEX_Vfnmsub132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 9E /r
VEX_Vfnmsub132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 9E /r
EVEX_Vfnmsub132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 9E /r
EVEX_Vfnmsub132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 9E /r
EVEX_Vfnmsub132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 9E /r
VEX_Vfnmsub132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 9E /r
VEX_Vfnmsub132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 9E /r
EVEX_Vfnmsub132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 9E /r
EVEX_Vfnmsub132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 9E /r
EVEX_Vfnmsub132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 9E /r
VEX_Vfnmsub132ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 9F /r
EVEX_Vfnmsub132ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 9F /r
VEX_Vfnmsub132sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 9F /r
EVEX_Vfnmsub132sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 9F /r
EVEX_Vfnmsub132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 9E /r
EVEX_Vfnmsub132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 9E /r
EVEX_Vfnmsub132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 9E /r
EVEX_Vfnmsub132sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 9F /r
VEX_Vfnmsub213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 AE /r
VEX_Vfnmsub213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 AE /r
EVEX_Vfnmsub213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 AE /r
EVEX_Vfnmsub213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 AE /r
EVEX_Vfnmsub213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 AE /r
VEX_Vfnmsub213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 AE /r
VEX_Vfnmsub213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 AE /r
EVEX_Vfnmsub213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 AE /r
EVEX_Vfnmsub213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 AE /r
EVEX_Vfnmsub213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 AE /r
VEX_Vfnmsub213ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 AF /r
EVEX_Vfnmsub213ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 AF /r
VEX_Vfnmsub213sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 AF /r
EVEX_Vfnmsub213sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 AF /r
EVEX_Vfnmsub213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 AE /r
EVEX_Vfnmsub213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 AE /r
EVEX_Vfnmsub213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 AE /r
EVEX_Vfnmsub213sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 AF /r
VEX_Vfnmsub231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 BE /r
VEX_Vfnmsub231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 BE /r
EVEX_Vfnmsub231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 BE /r
EVEX_Vfnmsub231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 BE /r
EVEX_Vfnmsub231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 BE /r
VEX_Vfnmsub231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 BE /r
VEX_Vfnmsub231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 BE /r
EVEX_Vfnmsub231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 BE /r
EVEX_Vfnmsub231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 BE /r
EVEX_Vfnmsub231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 BE /r
VEX_Vfnmsub231ss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.66.0F38.W0 BF /r
EVEX_Vfnmsub231ss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 BF /r
VEX_Vfnmsub231sd_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.66.0F38.W1 BF /r
EVEX_Vfnmsub231sd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 BF /r
EVEX_Vfnmsub231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 BE /r
EVEX_Vfnmsub231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 BE /r
EVEX_Vfnmsub231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 BE /r
EVEX_Vfnmsub231sh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 BF /r
VEX_Vfmaddsub132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 96 /r
VEX_Vfmaddsub132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 96 /r
EVEX_Vfmaddsub132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 96 /r
EVEX_Vfmaddsub132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 96 /r
EVEX_Vfmaddsub132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 96 /r
VEX_Vfmaddsub132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 96 /r
VEX_Vfmaddsub132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 96 /r
EVEX_Vfmaddsub132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 96 /r
EVEX_Vfmaddsub132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 96 /r
EVEX_Vfmaddsub132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 96 /r
EVEX_Vfmaddsub132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 96 /r
EVEX_Vfmaddsub132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 96 /r
EVEX_Vfmaddsub132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 96 /r
VEX_Vfmaddsub213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 A6 /r
VEX_Vfmaddsub213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 A6 /r
EVEX_Vfmaddsub213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 A6 /r
EVEX_Vfmaddsub213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 A6 /r
EVEX_Vfmaddsub213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 A6 /r
VEX_Vfmaddsub213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 A6 /r
VEX_Vfmaddsub213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 A6 /r
EVEX_Vfmaddsub213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 A6 /r
EVEX_Vfmaddsub213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 A6 /r
EVEX_Vfmaddsub213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 A6 /r
EVEX_Vfmaddsub213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 A6 /r
EVEX_Vfmaddsub213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 A6 /r
EVEX_Vfmaddsub213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 A6 /r
VEX_Vfmaddsub231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 B6 /r
VEX_Vfmaddsub231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 B6 /r
EVEX_Vfmaddsub231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 B6 /r
EVEX_Vfmaddsub231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 B6 /r
EVEX_Vfmaddsub231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 B6 /r
VEX_Vfmaddsub231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 B6 /r
VEX_Vfmaddsub231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 B6 /r
EVEX_Vfmaddsub231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 B6 /r
EVEX_Vfmaddsub231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 B6 /r
EVEX_Vfmaddsub231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 B6 /r
EVEX_Vfmaddsub231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 B6 /r
EVEX_Vfmaddsub231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 B6 /r
EVEX_Vfmaddsub231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 B6 /r
VEX_Vfmsubadd132ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 97 /r
VEX_Vfmsubadd132ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 97 /r
EVEX_Vfmsubadd132ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 97 /r
EVEX_Vfmsubadd132ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 97 /r
EVEX_Vfmsubadd132ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 97 /r
VEX_Vfmsubadd132pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 97 /r
VEX_Vfmsubadd132pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 97 /r
EVEX_Vfmsubadd132pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 97 /r
EVEX_Vfmsubadd132pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 97 /r
EVEX_Vfmsubadd132pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 97 /r
EVEX_Vfmsubadd132ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 97 /r
EVEX_Vfmsubadd132ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 97 /r
EVEX_Vfmsubadd132ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 97 /r
VEX_Vfmsubadd213ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 A7 /r
VEX_Vfmsubadd213ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 A7 /r
EVEX_Vfmsubadd213ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 A7 /r
EVEX_Vfmsubadd213ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 A7 /r
EVEX_Vfmsubadd213ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 A7 /r
VEX_Vfmsubadd213pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 A7 /r
VEX_Vfmsubadd213pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 A7 /r
EVEX_Vfmsubadd213pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 A7 /r
EVEX_Vfmsubadd213pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 A7 /r
EVEX_Vfmsubadd213pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 A7 /r
EVEX_Vfmsubadd213ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 A7 /r
EVEX_Vfmsubadd213ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 A7 /r
EVEX_Vfmsubadd213ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 A7 /r
VEX_Vfmsubadd231ps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 B7 /r
VEX_Vfmsubadd231ps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 B7 /r
EVEX_Vfmsubadd231ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 B7 /r
EVEX_Vfmsubadd231ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 B7 /r
EVEX_Vfmsubadd231ps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 B7 /r
VEX_Vfmsubadd231pd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 B7 /r
VEX_Vfmsubadd231pd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 B7 /r
EVEX_Vfmsubadd231pd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 B7 /r
EVEX_Vfmsubadd231pd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 B7 /r
EVEX_Vfmsubadd231pd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 B7 /r
EVEX_Vfmsubadd231ph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 B7 /r
EVEX_Vfmsubadd231ph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 B7 /r
EVEX_Vfmsubadd231ph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 B7 /r
Haddps_xmm_xmmm128 RM 1/1 F2 0F 7C /r
VEX_Vhaddps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F.WIG 7C /r
VEX_Vhaddps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F.WIG 7C /r
Hsubps_xmm_xmmm128 RM 1/1 F2 0F 7D /r
VEX_Vhsubps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F.WIG 7D /r
VEX_Vhsubps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F.WIG 7D /r
Addsubps_xmm_xmmm128 RM 1/1 F2 0F D0 /r
VEX_Vaddsubps_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F.WIG D0 /r
VEX_Vaddsubps_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F.WIG D0 /r
Haddpd_xmm_xmmm128 RM 1/1 66 0F 7C /r
VEX_Vhaddpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 7C /r
VEX_Vhaddpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 7C /r
Hsubpd_xmm_xmmm128 RM 1/1 66 0F 7D /r
VEX_Vhsubpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG 7D /r
VEX_Vhsubpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG 7D /r
Addsubpd_xmm_xmmm128 RM 1/1 66 0F D0 /r
VEX_Vaddsubpd_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F.WIG D0 /r
VEX_Vaddsubpd_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F.WIG D0 /r
Dpps_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 40 /r ib
VEX_Vdpps_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 40 /r ib
VEX_Vdpps_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 40 /r ib
Dppd_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 41 /r ib
VEX_Vdppd_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 41 /r ib
EVEX_Vdpbf16ps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F3.0F38.W0 52 /r
EVEX_Vdpbf16ps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F3.0F38.W0 52 /r
EVEX_Vdpbf16ps_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.F3.0F38.W0 52 /r
EVEX_Vgetexpps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 42 /r
EVEX_Vgetexpps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 42 /r
EVEX_Vgetexpps_zmm_k1z_zmmm512b32_sae RM 64/4 EVEX.512.66.0F38.W0 42 /r
EVEX_Vgetexppd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 42 /r
EVEX_Vgetexppd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 42 /r
EVEX_Vgetexppd_zmm_k1z_zmmm512b64_sae RM 64/8 EVEX.512.66.0F38.W1 42 /r
EVEX_Vgetexpss_xmm_k1z_xmm_xmmm32_sae RVM 4/4 EVEX.LIG.66.0F38.W0 43 /r
EVEX_Vgetexpsd_xmm_k1z_xmm_xmmm64_sae RVM 8/8 EVEX.LIG.66.0F38.W1 43 /r
EVEX_Vgetexpph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.66.MAP6.W0 42 /r
EVEX_Vgetexpph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.66.MAP6.W0 42 /r
EVEX_Vgetexpph_zmm_k1z_zmmm512b16_sae RM 64/2 EVEX.512.66.MAP6.W0 42 /r
EVEX_Vgetexpsh_xmm_k1z_xmm_xmmm16_sae RVM 2/2 EVEX.LIG.66.MAP6.W0 43 /r
EVEX_Vgetmantps_xmm_k1z_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F3A.W0 26 /r ib
EVEX_Vgetmantps_ymm_k1z_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F3A.W0 26 /r ib
EVEX_Vgetmantps_zmm_k1z_zmmm512b32_imm8_sae RMI 64/4 EVEX.512.66.0F3A.W0 26 /r ib
EVEX_Vgetmantpd_xmm_k1z_xmmm128b64_imm8 RMI 16/8 EVEX.128.66.0F3A.W1 26 /r ib
EVEX_Vgetmantpd_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 26 /r ib
EVEX_Vgetmantpd_zmm_k1z_zmmm512b64_imm8_sae RMI 64/8 EVEX.512.66.0F3A.W1 26 /r ib
EVEX_Vgetmantss_xmm_k1z_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.66.0F3A.W0 27 /r ib
EVEX_Vgetmantsd_xmm_k1z_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.66.0F3A.W1 27 /r ib
EVEX_Vgetmantph_xmm_k1z_xmmm128b16_imm8 RMI 16/2 EVEX.128.0F3A.W0 26 /r ib
EVEX_Vgetmantph_ymm_k1z_ymmm256b16_imm8 RMI 32/2 EVEX.256.0F3A.W0 26 /r ib
EVEX_Vgetmantph_zmm_k1z_zmmm512b16_imm8_sae RMI 64/2 EVEX.512.0F3A.W0 26 /r ib
EVEX_Vgetmantsh_xmm_k1z_xmm_xmmm16_imm8_sae RVMI 2/2 EVEX.LIG.0F3A.W0 27 /r ib
EVEX_Vscalefps_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 2C /r
EVEX_Vscalefps_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 2C /r
EVEX_Vscalefps_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.66.0F38.W0 2C /r
EVEX_Vscalefpd_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 2C /r
EVEX_Vscalefpd_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 2C /r
EVEX_Vscalefpd_zmm_k1z_zmm_zmmm512b64_er RVM 64/8 EVEX.512.66.0F38.W1 2C /r
EVEX_Vscalefss_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.66.0F38.W0 2D /r
EVEX_Vscalefsd_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.66.0F38.W1 2D /r
EVEX_Vscalefph_xmm_k1z_xmm_xmmm128b16 RVM 16/2 EVEX.128.66.MAP6.W0 2C /r
EVEX_Vscalefph_ymm_k1z_ymm_ymmm256b16 RVM 32/2 EVEX.256.66.MAP6.W0 2C /r
EVEX_Vscalefph_zmm_k1z_zmm_zmmm512b16_er RVM 64/2 EVEX.512.66.MAP6.W0 2C /r
EVEX_Vscalefsh_xmm_k1z_xmm_xmmm16_er RVM 2/2 EVEX.LIG.66.MAP6.W0 2D /r
EVEX_Vrangeps_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 50 /r ib
EVEX_Vrangeps_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 50 /r ib
EVEX_Vrangeps_zmm_k1z_zmm_zmmm512b32_imm8_sae RVMI 64/4 EVEX.512.66.0F3A.W0 50 /r ib
EVEX_Vrangepd_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 50 /r ib
EVEX_Vrangepd_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 50 /r ib
EVEX_Vrangepd_zmm_k1z_zmm_zmmm512b64_imm8_sae RVMI 64/8 EVEX.512.66.0F3A.W1 50 /r ib
EVEX_Vrangess_xmm_k1z_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.66.0F3A.W0 51 /r ib
EVEX_Vrangesd_xmm_k1z_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.66.0F3A.W1 51 /r ib
EVEX_Vreduceps_xmm_k1z_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F3A.W0 56 /r ib
EVEX_Vreduceps_ymm_k1z_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F3A.W0 56 /r ib
EVEX_Vreduceps_zmm_k1z_zmmm512b32_imm8_sae RMI 64/4 EVEX.512.66.0F3A.W0 56 /r ib
EVEX_Vreducepd_xmm_k1z_xmmm128b64_imm8 RMI 16/8 EVEX.128.66.0F3A.W1 56 /r ib
EVEX_Vreducepd_ymm_k1z_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 56 /r ib
EVEX_Vreducepd_zmm_k1z_zmmm512b64_imm8_sae RMI 64/8 EVEX.512.66.0F3A.W1 56 /r ib
EVEX_Vreducess_xmm_k1z_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.66.0F3A.W0 57 /r ib
EVEX_Vreducesd_xmm_k1z_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.66.0F3A.W1 57 /r ib
EVEX_Vreduceph_xmm_k1z_xmmm128b16_imm8 RMI 16/2 EVEX.128.0F3A.W0 56 /r ib
EVEX_Vreduceph_ymm_k1z_ymmm256b16_imm8 RMI 32/2 EVEX.256.0F3A.W0 56 /r ib
EVEX_Vreduceph_zmm_k1z_zmmm512b16_imm8_sae RMI 64/2 EVEX.512.0F3A.W0 56 /r ib
EVEX_Vreducesh_xmm_k1z_xmm_xmmm16_imm8_sae RVMI 2/2 EVEX.LIG.0F3A.W0 57 /r ib
EVEX_Vfpclassps_kr_k1_xmmm128b32_imm8 RMI 16/4 EVEX.128.66.0F3A.W0 66 /r ib
EVEX_Vfpclassps_kr_k1_ymmm256b32_imm8 RMI 32/4 EVEX.256.66.0F3A.W0 66 /r ib
EVEX_Vfpclassps_kr_k1_zmmm512b32_imm8 RMI 64/4 EVEX.512.66.0F3A.W0 66 /r ib
EVEX_Vfpclasspd_kr_k1_xmmm128b64_imm8 RMI 16/8 EVEX.128.66.0F3A.W1 66 /r ib
EVEX_Vfpclasspd_kr_k1_ymmm256b64_imm8 RMI 32/8 EVEX.256.66.0F3A.W1 66 /r ib
EVEX_Vfpclasspd_kr_k1_zmmm512b64_imm8 RMI 64/8 EVEX.512.66.0F3A.W1 66 /r ib
EVEX_Vfpclassss_kr_k1_xmmm32_imm8 RMI 4/4 EVEX.LIG.66.0F3A.W0 67 /r ib
EVEX_Vfpclasssd_kr_k1_xmmm64_imm8 RMI 8/8 EVEX.LIG.66.0F3A.W1 67 /r ib
EVEX_Vfpclassph_kr_k1_xmmm128b16_imm8 RMI 16/2 EVEX.128.0F3A.W0 66 /r ib
EVEX_Vfpclassph_kr_k1_ymmm256b16_imm8 RMI 32/2 EVEX.256.0F3A.W0 66 /r ib
EVEX_Vfpclassph_kr_k1_zmmm512b16_imm8 RMI 64/2 EVEX.512.0F3A.W0 66 /r ib
EVEX_Vfpclasssh_kr_k1_xmmm16_imm8 RMI 2/2 EVEX.LIG.0F3A.W0 67 /r ib
EVEX_Vfixupimmps_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 54 /r ib
EVEX_Vfixupimmps_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 54 /r ib
EVEX_Vfixupimmps_zmm_k1z_zmm_zmmm512b32_imm8_sae RVMI 64/4 EVEX.512.66.0F3A.W0 54 /r ib
EVEX_Vfixupimmpd_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 54 /r ib
EVEX_Vfixupimmpd_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 54 /r ib
EVEX_Vfixupimmpd_zmm_k1z_zmm_zmmm512b64_imm8_sae RVMI 64/8 EVEX.512.66.0F3A.W1 54 /r ib
EVEX_Vfixupimmss_xmm_k1z_xmm_xmmm32_imm8_sae RVMI 4/4 EVEX.LIG.66.0F3A.W0 55 /r ib
EVEX_Vfixupimmsd_xmm_k1z_xmm_xmmm64_imm8_sae RVMI 8/8 EVEX.LIG.66.0F3A.W1 55 /r ib
Rcpps_xmm_xmmm128 RM 1/1 NP 0F 53 /r
VEX_Vrcpps_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 53 /r
VEX_Vrcpps_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 53 /r
Rsqrtps_xmm_xmmm128 RM 1/1 NP 0F 52 /r
VEX_Vrsqrtps_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 52 /r
VEX_Vrsqrtps_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 52 /r
Rcpss_xmm_xmmm32 RM 1/1 F3 0F 53 /r
VEX_Vrcpss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 53 /r
Rsqrtss_xmm_xmmm32 RM 1/1 F3 0F 52 /r
VEX_Vrsqrtss_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 52 /r
EVEX_Vrcp14ps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 4C /r
EVEX_Vrcp14ps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 4C /r
EVEX_Vrcp14ps_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 4C /r
EVEX_Vrsqrt14ps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 4E /r
EVEX_Vrsqrt14ps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 4E /r
EVEX_Vrsqrt14ps_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 4E /r
EVEX_Vrcp14pd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 4C /r
EVEX_Vrcp14pd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 4C /r
EVEX_Vrcp14pd_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 4C /r
EVEX_Vrsqrt14pd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 4E /r
EVEX_Vrsqrt14pd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 4E /r
EVEX_Vrsqrt14pd_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 4E /r
EVEX_Vrcp14ss_xmm_k1z_xmm_xmmm32 RVM 4/4 EVEX.LIG.66.0F38.W0 4D /r
EVEX_Vrsqrt14ss_xmm_k1z_xmm_xmmm32 RVM 4/4 EVEX.LIG.66.0F38.W0 4F /r
EVEX_Vrcp14sd_xmm_k1z_xmm_xmmm64 RVM 8/8 EVEX.LIG.66.0F38.W1 4D /r
EVEX_Vrsqrt14sd_xmm_k1z_xmm_xmmm64 RVM 8/8 EVEX.LIG.66.0F38.W1 4F /r
EVEX_Vrcpph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.66.MAP6.W0 4C /r
EVEX_Vrcpph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.66.MAP6.W0 4C /r
EVEX_Vrcpph_zmm_k1z_zmmm512b16 RM 64/2 EVEX.512.66.MAP6.W0 4C /r
EVEX_Vrsqrtph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.66.MAP6.W0 4E /r
EVEX_Vrsqrtph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.66.MAP6.W0 4E /r
EVEX_Vrsqrtph_zmm_k1z_zmmm512b16 RM 64/2 EVEX.512.66.MAP6.W0 4E /r
EVEX_Vrcpsh_xmm_k1z_xmm_xmmm16 RVM 2/2 EVEX.LIG.66.MAP6.W0 4D /r
EVEX_Vrsqrtsh_xmm_k1z_xmm_xmmm16 RVM 2/2 EVEX.LIG.66.MAP6.W0 4F /r
EVEX_Vfmulcph_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F3.MAP6.W0 D6 /r
EVEX_Vfmulcph_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F3.MAP6.W0 D6 /r
EVEX_Vfmulcph_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.F3.MAP6.W0 D6 /r
EVEX_Vfmulcsh_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.MAP6.W0 D7 /r
EVEX_Vfmaddcph_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F3.MAP6.W0 56 /r
EVEX_Vfmaddcph_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F3.MAP6.W0 56 /r
EVEX_Vfmaddcph_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.F3.MAP6.W0 56 /r
EVEX_Vfmaddcsh_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F3.MAP6.W0 57 /r
EVEX_Vfcmulcph_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F2.MAP6.W0 D6 /r
EVEX_Vfcmulcph_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F2.MAP6.W0 D6 /r
EVEX_Vfcmulcph_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.F2.MAP6.W0 D6 /r
EVEX_Vfcmulcsh_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F2.MAP6.W0 D7 /r
EVEX_Vfcmaddcph_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F2.MAP6.W0 56 /r
EVEX_Vfcmaddcph_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F2.MAP6.W0 56 /r
EVEX_Vfcmaddcph_zmm_k1z_zmm_zmmm512b32_er RVM 64/4 EVEX.512.F2.MAP6.W0 56 /r
EVEX_Vfcmaddcsh_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.F2.MAP6.W0 57 /r
EVEX_Vpopcntb_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F38.W0 54 /r
EVEX_Vpopcntb_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F38.W0 54 /r
EVEX_Vpopcntb_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F38.W0 54 /r
EVEX_Vpopcntw_xmm_k1z_xmmm128 RM 16/16 EVEX.128.66.0F38.W1 54 /r
EVEX_Vpopcntw_ymm_k1z_ymmm256 RM 32/32 EVEX.256.66.0F38.W1 54 /r
EVEX_Vpopcntw_zmm_k1z_zmmm512 RM 64/64 EVEX.512.66.0F38.W1 54 /r
EVEX_Vpopcntd_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 55 /r
EVEX_Vpopcntd_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 55 /r
EVEX_Vpopcntd_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 55 /r
EVEX_Vpopcntq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 55 /r
EVEX_Vpopcntq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 55 /r
EVEX_Vpopcntq_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 55 /r
EVEX_Vplzcntd_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 44 /r
EVEX_Vplzcntd_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 44 /r
EVEX_Vplzcntd_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 44 /r
EVEX_Vpconflictd_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F38.W0 C4 /r
EVEX_Vpconflictd_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F38.W0 C4 /r
EVEX_Vpconflictd_zmm_k1z_zmmm512b32 RM 64/4 EVEX.512.66.0F38.W0 C4 /r
EVEX_Vplzcntq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 44 /r
EVEX_Vplzcntq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 44 /r
EVEX_Vplzcntq_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 44 /r
EVEX_Vpconflictq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F38.W1 C4 /r
EVEX_Vpconflictq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F38.W1 C4 /r
EVEX_Vpconflictq_zmm_k1z_zmmm512b64 RM 64/8 EVEX.512.66.0F38.W1 C4 /r
EVEX_Vpbroadcastmb2q_xmm_kr RM 1/1 EVEX.128.F3.0F38.W1 2A /r
EVEX_Vpbroadcastmb2q_ymm_kr RM 1/1 EVEX.256.F3.0F38.W1 2A /r
EVEX_Vpbroadcastmb2q_zmm_kr RM 1/1 EVEX.512.F3.0F38.W1 2A /r
EVEX_Vpbroadcastmw2d_xmm_kr RM 1/1 EVEX.128.F3.0F38.W0 3A /r
EVEX_Vpbroadcastmw2d_ymm_kr RM 1/1 EVEX.256.F3.0F38.W0 3A /r
EVEX_Vpbroadcastmw2d_zmm_kr RM 1/1 EVEX.512.F3.0F38.W0 3A /r
EVEX_Vpshldw_xmm_k1z_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W1 70 /r ib
EVEX_Vpshldw_ymm_k1z_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W1 70 /r ib
EVEX_Vpshldw_zmm_k1z_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W1 70 /r ib
EVEX_Vpshrdw_xmm_k1z_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.W1 72 /r ib
EVEX_Vpshrdw_ymm_k1z_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.W1 72 /r ib
EVEX_Vpshrdw_zmm_k1z_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.W1 72 /r ib
EVEX_Vpshldvw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 70 /r
EVEX_Vpshldvw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 70 /r
EVEX_Vpshldvw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 70 /r
EVEX_Vpshrdvw_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W1 72 /r
EVEX_Vpshrdvw_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W1 72 /r
EVEX_Vpshrdvw_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W1 72 /r
EVEX_Vpshldd_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 71 /r ib
EVEX_Vpshldd_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 71 /r ib
EVEX_Vpshldd_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 71 /r ib
EVEX_Vpshrdd_xmm_k1z_xmm_xmmm128b32_imm8 RVMI 16/4 EVEX.128.66.0F3A.W0 73 /r ib
EVEX_Vpshrdd_ymm_k1z_ymm_ymmm256b32_imm8 RVMI 32/4 EVEX.256.66.0F3A.W0 73 /r ib
EVEX_Vpshrdd_zmm_k1z_zmm_zmmm512b32_imm8 RVMI 64/4 EVEX.512.66.0F3A.W0 73 /r ib
EVEX_Vpshldvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 71 /r
EVEX_Vpshldvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 71 /r
EVEX_Vpshldvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 71 /r
EVEX_Vpshrdvd_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.66.0F38.W0 73 /r
EVEX_Vpshrdvd_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.66.0F38.W0 73 /r
EVEX_Vpshrdvd_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.66.0F38.W0 73 /r
EVEX_Vpshldq_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 71 /r ib
EVEX_Vpshldq_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 71 /r ib
EVEX_Vpshldq_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 71 /r ib
EVEX_Vpshrdq_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 73 /r ib
EVEX_Vpshrdq_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 73 /r ib
EVEX_Vpshrdq_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 73 /r ib
EVEX_Vpshldvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 71 /r
EVEX_Vpshldvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 71 /r
EVEX_Vpshldvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 71 /r
EVEX_Vpshrdvq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 73 /r
EVEX_Vpshrdvq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 73 /r
EVEX_Vpshrdvq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 73 /r
EVEX_Vpcompressb_xmmm128_k1z_xmm MR 1/1 EVEX.128.66.0F38.W0 63 /r
EVEX_Vpcompressb_ymmm256_k1z_ymm MR 1/1 EVEX.256.66.0F38.W0 63 /r
EVEX_Vpcompressb_zmmm512_k1z_zmm MR 1/1 EVEX.512.66.0F38.W0 63 /r
EVEX_Vpexpandb_xmm_k1z_xmmm128 RM 1/1 EVEX.128.66.0F38.W0 62 /r
EVEX_Vpexpandb_ymm_k1z_ymmm256 RM 1/1 EVEX.256.66.0F38.W0 62 /r
EVEX_Vpexpandb_zmm_k1z_zmmm512 RM 1/1 EVEX.512.66.0F38.W0 62 /r
EVEX_Vpcompressw_xmmm128_k1z_xmm MR 2/2 EVEX.128.66.0F38.W1 63 /r
EVEX_Vpcompressw_ymmm256_k1z_ymm MR 2/2 EVEX.256.66.0F38.W1 63 /r
EVEX_Vpcompressw_zmmm512_k1z_zmm MR 2/2 EVEX.512.66.0F38.W1 63 /r
EVEX_Vpexpandw_xmm_k1z_xmmm128 RM 2/2 EVEX.128.66.0F38.W1 62 /r
EVEX_Vpexpandw_ymm_k1z_ymmm256 RM 2/2 EVEX.256.66.0F38.W1 62 /r
EVEX_Vpexpandw_zmm_k1z_zmmm512 RM 2/2 EVEX.512.66.0F38.W1 62 /r
EVEX_Vpcompressd_xmmm128_k1z_xmm MR 4/4 EVEX.128.66.0F38.W0 8B /r
EVEX_Vpcompressd_ymmm256_k1z_ymm MR 4/4 EVEX.256.66.0F38.W0 8B /r
EVEX_Vpcompressd_zmmm512_k1z_zmm MR 4/4 EVEX.512.66.0F38.W0 8B /r
EVEX_Vpexpandd_xmm_k1z_xmmm128 RM 4/4 EVEX.128.66.0F38.W0 89 /r
EVEX_Vpexpandd_ymm_k1z_ymmm256 RM 4/4 EVEX.256.66.0F38.W0 89 /r
EVEX_Vpexpandd_zmm_k1z_zmmm512 RM 4/4 EVEX.512.66.0F38.W0 89 /r
EVEX_Vpcompressq_xmmm128_k1z_xmm MR 8/8 EVEX.128.66.0F38.W1 8B /r
EVEX_Vpcompressq_ymmm256_k1z_ymm MR 8/8 EVEX.256.66.0F38.W1 8B /r
EVEX_Vpcompressq_zmmm512_k1z_zmm MR 8/8 EVEX.512.66.0F38.W1 8B /r
EVEX_Vpexpandq_xmm_k1z_xmmm128 RM 8/8 EVEX.128.66.0F38.W1 89 /r
EVEX_Vpexpandq_ymm_k1z_ymmm256 RM 8/8 EVEX.256.66.0F38.W1 89 /r
EVEX_Vpexpandq_zmm_k1z_zmmm512 RM 8/8 EVEX.512.66.0F38.W1 89 /r
EVEX_Vcompressps_xmmm128_k1z_xmm MR 4/4 EVEX.128.66.0F38.W0 8A /r
EVEX_Vcompressps_ymmm256_k1z_ymm MR 4/4 EVEX.256.66.0F38.W0 8A /r
EVEX_Vcompressps_zmmm512_k1z_zmm MR 4/4 EVEX.512.66.0F38.W0 8A /r
EVEX_Vexpandps_xmm_k1z_xmmm128 RM 4/4 EVEX.128.66.0F38.W0 88 /r
EVEX_Vexpandps_ymm_k1z_ymmm256 RM 4/4 EVEX.256.66.0F38.W0 88 /r
EVEX_Vexpandps_zmm_k1z_zmmm512 RM 4/4 EVEX.512.66.0F38.W0 88 /r
EVEX_Vcompresspd_xmmm128_k1z_xmm MR 8/8 EVEX.128.66.0F38.W1 8A /r
EVEX_Vcompresspd_ymmm256_k1z_ymm MR 8/8 EVEX.256.66.0F38.W1 8A /r
EVEX_Vcompresspd_zmmm512_k1z_zmm MR 8/8 EVEX.512.66.0F38.W1 8A /r
EVEX_Vexpandpd_xmm_k1z_xmmm128 RM 8/8 EVEX.128.66.0F38.W1 88 /r
EVEX_Vexpandpd_ymm_k1z_ymmm256 RM 8/8 EVEX.256.66.0F38.W1 88 /r
EVEX_Vexpandpd_zmm_k1z_zmmm512 RM 8/8 EVEX.512.66.0F38.W1 88 /r
EVEX_Vpmultishiftqb_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 83 /r
EVEX_Vpmultishiftqb_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 83 /r
EVEX_Vpmultishiftqb_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 83 /r
EVEX_Vpshufbitqmb_kr_k1_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 8F /r
EVEX_Vpshufbitqmb_kr_k1_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 8F /r
EVEX_Vpshufbitqmb_kr_k1_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 8F /r
EVEX_Vpmadd52luq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 B4 /r
EVEX_Vpmadd52luq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 B4 /r
EVEX_Vpmadd52luq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 B4 /r
VEX_Vpmadd52luq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 B4 /r
VEX_Vpmadd52luq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 B4 /r
EVEX_Vpmadd52huq_xmm_k1z_xmm_xmmm128b64 RVM 16/8 EVEX.128.66.0F38.W1 B5 /r
EVEX_Vpmadd52huq_ymm_k1z_ymm_ymmm256b64 RVM 32/8 EVEX.256.66.0F38.W1 B5 /r
EVEX_Vpmadd52huq_zmm_k1z_zmm_zmmm512b64 RVM 64/8 EVEX.512.66.0F38.W1 B5 /r
VEX_Vpmadd52huq_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W1 B5 /r
VEX_Vpmadd52huq_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W1 B5 /r
Gf2p8mulb_xmm_xmmm128 RM 1/1 66 0F 38 CF /r
VEX_Vgf2p8mulb_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 CF /r
VEX_Vgf2p8mulb_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.W0 CF /r
EVEX_Vgf2p8mulb_xmm_k1z_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.W0 CF /r
EVEX_Vgf2p8mulb_ymm_k1z_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.W0 CF /r
EVEX_Vgf2p8mulb_zmm_k1z_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.W0 CF /r
Gf2p8affineqb_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A CE /r ib
VEX_Vgf2p8affineqb_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.W1 CE /r ib
VEX_Vgf2p8affineqb_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.W1 CE /r ib
EVEX_Vgf2p8affineqb_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 CE /r ib
EVEX_Vgf2p8affineqb_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 CE /r ib
EVEX_Vgf2p8affineqb_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 CE /r ib
Gf2p8affineinvqb_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A CF /r ib
VEX_Vgf2p8affineinvqb_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.W1 CF /r ib
VEX_Vgf2p8affineinvqb_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.W1 CF /r ib
EVEX_Vgf2p8affineinvqb_xmm_k1z_xmm_xmmm128b64_imm8 RVMI 16/8 EVEX.128.66.0F3A.W1 CF /r ib
EVEX_Vgf2p8affineinvqb_ymm_k1z_ymm_ymmm256b64_imm8 RVMI 32/8 EVEX.256.66.0F3A.W1 CF /r ib
EVEX_Vgf2p8affineinvqb_zmm_k1z_zmm_zmmm512b64_imm8 RVMI 64/8 EVEX.512.66.0F3A.W1 CF /r ib
Aesenc_xmm_xmmm128 RM 1/1 66 0F 38 DC /r
VEX_Vaesenc_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG DC /r
VEX_Vaesenc_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG DC /r
EVEX_Vaesenc_xmm_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG DC /r
EVEX_Vaesenc_ymm_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG DC /r
EVEX_Vaesenc_zmm_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG DC /r
Aesenclast_xmm_xmmm128 RM 1/1 66 0F 38 DD /r
VEX_Vaesenclast_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG DD /r
VEX_Vaesenclast_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG DD /r
EVEX_Vaesenclast_xmm_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG DD /r
EVEX_Vaesenclast_ymm_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG DD /r
EVEX_Vaesenclast_zmm_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG DD /r
Aesdec_xmm_xmmm128 RM 1/1 66 0F 38 DE /r
VEX_Vaesdec_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG DE /r
VEX_Vaesdec_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG DE /r
EVEX_Vaesdec_xmm_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG DE /r
EVEX_Vaesdec_ymm_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG DE /r
EVEX_Vaesdec_zmm_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG DE /r
Aesdeclast_xmm_xmmm128 RM 1/1 66 0F 38 DF /r
VEX_Vaesdeclast_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.WIG DF /r
VEX_Vaesdeclast_ymm_ymm_ymmm256 RVM 1/1 VEX.256.66.0F38.WIG DF /r
EVEX_Vaesdeclast_xmm_xmm_xmmm128 RVM 16/16 EVEX.128.66.0F38.WIG DF /r
EVEX_Vaesdeclast_ymm_ymm_ymmm256 RVM 32/32 EVEX.256.66.0F38.WIG DF /r
EVEX_Vaesdeclast_zmm_zmm_zmmm512 RVM 64/64 EVEX.512.66.0F38.WIG DF /r
Aesimc_xmm_xmmm128 RM 1/1 66 0F 38 DB /r
VEX_Vaesimc_xmm_xmmm128 RM 1/1 VEX.128.66.0F38.WIG DB /r
Aeskeygenassist_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A DF /r ib
VEX_Vaeskeygenassist_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.WIG DF /r ib
Pclmulqdq_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 44 /r ib
VEX_Vpclmulqdq_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.WIG 44 /r ib
VEX_Vpclmulqdq_ymm_ymm_ymmm256_imm8 RVMI 1/1 VEX.256.66.0F3A.WIG 44 /r ib
EVEX_Vpclmulqdq_xmm_xmm_xmmm128_imm8 RVMI 16/16 EVEX.128.66.0F3A.WIG 44 /r ib
EVEX_Vpclmulqdq_ymm_ymm_ymmm256_imm8 RVMI 32/32 EVEX.256.66.0F3A.WIG 44 /r ib
EVEX_Vpclmulqdq_zmm_zmm_zmmm512_imm8 RVMI 64/64 EVEX.512.66.0F3A.WIG 44 /r ib
Sha1rnds4_xmm_xmmm128_imm8 RMI 1/1 NP 0F 3A CC /r ib
Sha1nexte_xmm_xmmm128 RM 1/1 NP 0F 38 C8 /r
Sha1msg1_xmm_xmmm128 RM 1/1 NP 0F 38 C9 /r
Sha1msg2_xmm_xmmm128 RM 1/1 NP 0F 38 CA /r
Sha256rnds2_xmm_xmmm128 RM 1/1 NP 0F 38 CB /r
Sha256msg1_xmm_xmmm128 RM 1/1 NP 0F 38 CC /r
Sha256msg2_xmm_xmmm128 RM 1/1 NP 0F 38 CD /r
VEX_Vsha512msg1_ymm_xmm RM 1/1 VEX.256.F2.0F38.W0 CC 11:rrr:bbb
VEX_Vsha512msg2_ymm_ymm RM 1/1 VEX.256.F2.0F38.W0 CD 11:rrr:bbb
VEX_Vsha512rnds2_ymm_ymm_xmm RVM 1/1 VEX.256.F2.0F38.W0 CB 11:rrr:bbb
VEX_Vsm3msg1_xmm_xmm_xmmm128 RVM 1/1 VEX.128.0F38.W0 DA /r
VEX_Vsm3msg2_xmm_xmm_xmmm128 RVM 1/1 VEX.128.66.0F38.W0 DA /r
VEX_Vsm3rnds2_xmm_xmm_xmmm128_imm8 RVMI 1/1 VEX.128.66.0F3A.W0 DE /r ib
VEX_Vsm4key4_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F3.0F38.W0 DA /r
VEX_Vsm4key4_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F3.0F38.W0 DA /r
VEX_Vsm4rnds4_xmm_xmm_xmmm128 RVM 1/1 VEX.128.F2.0F38.W0 DA /r
VEX_Vsm4rnds4_ymm_ymm_ymmm256 RVM 1/1 VEX.256.F2.0F38.W0 DA /r
Cvtdq2ps_xmm_xmmm128 RM 1/1 NP 0F 5B /r
VEX_Vcvtdq2ps_xmm_xmmm128 RM 1/1 VEX.128.0F.WIG 5B /r
VEX_Vcvtdq2ps_ymm_ymmm256 RM 1/1 VEX.256.0F.WIG 5B /r
EVEX_Vcvtdq2ps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.0F.W0 5B /r
EVEX_Vcvtdq2ps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.0F.W0 5B /r
EVEX_Vcvtdq2ps_zmm_k1z_zmmm512b32_er RM 64/4 EVEX.512.0F.W0 5B /r
EVEX_Vcvtudq2ps_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.F2.0F.W0 7A /r
EVEX_Vcvtudq2ps_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.F2.0F.W0 7A /r
EVEX_Vcvtudq2ps_zmm_k1z_zmmm512b32_er RM 64/4 EVEX.512.F2.0F.W0 7A /r
Cvtdq2pd_xmm_xmmm64 RM 1/1 F3 0F E6 /r
VEX_Vcvtdq2pd_xmm_xmmm64 RM 1/1 VEX.128.F3.0F.WIG E6 /r
VEX_Vcvtdq2pd_ymm_xmmm128 RM 1/1 VEX.256.F3.0F.WIG E6 /r
EVEX_Vcvtdq2pd_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.F3.0F.W0 E6 /r
EVEX_Vcvtdq2pd_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.F3.0F.W0 E6 /r
EVEX_Vcvtdq2pd_zmm_k1z_ymmm256b32_er RM 32/4 EVEX.512.F3.0F.W0 E6 /r
EVEX_Vcvtudq2pd_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.F3.0F.W0 7A /r
EVEX_Vcvtudq2pd_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.F3.0F.W0 7A /r
EVEX_Vcvtudq2pd_zmm_k1z_ymmm256b32_er RM 32/4 EVEX.512.F3.0F.W0 7A /r
EVEX_Vcvtqq2pd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.F3.0F.W1 E6 /r
EVEX_Vcvtqq2pd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.F3.0F.W1 E6 /r
EVEX_Vcvtqq2pd_zmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.F3.0F.W1 E6 /r
EVEX_Vcvtuqq2pd_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.F3.0F.W1 7A /r
EVEX_Vcvtuqq2pd_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.F3.0F.W1 7A /r
EVEX_Vcvtuqq2pd_zmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.F3.0F.W1 7A /r
EVEX_Vcvtqq2ps_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.0F.W1 5B /r
EVEX_Vcvtqq2ps_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.0F.W1 5B /r
EVEX_Vcvtqq2ps_ymm_k1z_zmmm512b64_er RM 64/8 EVEX.512.0F.W1 5B /r
EVEX_Vcvtuqq2ps_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.F2.0F.W1 7A /r
EVEX_Vcvtuqq2ps_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.F2.0F.W1 7A /r
EVEX_Vcvtuqq2ps_ymm_k1z_zmmm512b64_er RM 64/8 EVEX.512.F2.0F.W1 7A /r
Cvtps2dq_xmm_xmmm128 RM 1/1 66 0F 5B /r
VEX_Vcvtps2dq_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 5B /r
VEX_Vcvtps2dq_ymm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 5B /r
EVEX_Vcvtps2dq_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.0F.W0 5B /r
EVEX_Vcvtps2dq_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.0F.W0 5B /r
EVEX_Vcvtps2dq_zmm_k1z_zmmm512b32_er RM 64/4 EVEX.512.66.0F.W0 5B /r
EVEX_Vcvtps2udq_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.0F.W0 79 /r
EVEX_Vcvtps2udq_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.0F.W0 79 /r
EVEX_Vcvtps2udq_zmm_k1z_zmmm512b32_er RM 64/4 EVEX.512.0F.W0 79 /r
EVEX_Vcvtps2qq_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.66.0F.W0 7B /r
EVEX_Vcvtps2qq_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.66.0F.W0 7B /r
EVEX_Vcvtps2qq_zmm_k1z_ymmm256b32_er RM 32/4 EVEX.512.66.0F.W0 7B /r
EVEX_Vcvtps2uqq_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.66.0F.W0 79 /r
EVEX_Vcvtps2uqq_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.66.0F.W0 79 /r
EVEX_Vcvtps2uqq_zmm_k1z_ymmm256b32_er RM 32/4 EVEX.512.66.0F.W0 79 /r
Cvtpd2dq_xmm_xmmm128 RM 1/1 F2 0F E6 /r
VEX_Vcvtpd2dq_xmm_xmmm128 RM 1/1 VEX.128.F2.0F.WIG E6 /r
VEX_Vcvtpd2dq_xmm_ymmm256 RM 1/1 VEX.256.F2.0F.WIG E6 /r
EVEX_Vcvtpd2dq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.F2.0F.W1 E6 /r
EVEX_Vcvtpd2dq_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.F2.0F.W1 E6 /r
EVEX_Vcvtpd2dq_ymm_k1z_zmmm512b64_er RM 64/8 EVEX.512.F2.0F.W1 E6 /r
EVEX_Vcvtpd2udq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.0F.W1 79 /r
EVEX_Vcvtpd2udq_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.0F.W1 79 /r
EVEX_Vcvtpd2udq_ymm_k1z_zmmm512b64_er RM 64/8 EVEX.512.0F.W1 79 /r
EVEX_Vcvtpd2qq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 7B /r
EVEX_Vcvtpd2qq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 7B /r
EVEX_Vcvtpd2qq_zmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.66.0F.W1 7B /r
EVEX_Vcvtpd2uqq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 79 /r
EVEX_Vcvtpd2uqq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 79 /r
EVEX_Vcvtpd2uqq_zmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.66.0F.W1 79 /r
Cvttps2dq_xmm_xmmm128 RM 1/1 F3 0F 5B /r
VEX_Vcvttps2dq_xmm_xmmm128 RM 1/1 VEX.128.F3.0F.WIG 5B /r
VEX_Vcvttps2dq_ymm_ymmm256 RM 1/1 VEX.256.F3.0F.WIG 5B /r
EVEX_Vcvttps2dq_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.F3.0F.W0 5B /r
EVEX_Vcvttps2dq_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.F3.0F.W0 5B /r
EVEX_Vcvttps2dq_zmm_k1z_zmmm512b32_sae RM 64/4 EVEX.512.F3.0F.W0 5B /r
EVEX_Vcvttps2udq_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.0F.W0 78 /r
EVEX_Vcvttps2udq_ymm_k1z_ymmm256b32 RM 32/4 EVEX.256.0F.W0 78 /r
EVEX_Vcvttps2udq_zmm_k1z_zmmm512b32_sae RM 64/4 EVEX.512.0F.W0 78 /r
EVEX_Vcvttps2qq_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.66.0F.W0 7A /r
EVEX_Vcvttps2qq_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.66.0F.W0 7A /r
EVEX_Vcvttps2qq_zmm_k1z_ymmm256b32_sae RM 32/4 EVEX.512.66.0F.W0 7A /r
EVEX_Vcvttps2uqq_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.66.0F.W0 78 /r
EVEX_Vcvttps2uqq_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.66.0F.W0 78 /r
EVEX_Vcvttps2uqq_zmm_k1z_ymmm256b32_sae RM 32/4 EVEX.512.66.0F.W0 78 /r
Cvttpd2dq_xmm_xmmm128 RM 1/1 66 0F E6 /r
VEX_Vcvttpd2dq_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG E6 /r
VEX_Vcvttpd2dq_xmm_ymmm256 RM 1/1 VEX.256.66.0F.WIG E6 /r
EVEX_Vcvttpd2dq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 E6 /r
EVEX_Vcvttpd2dq_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 E6 /r
EVEX_Vcvttpd2dq_ymm_k1z_zmmm512b64_sae RM 64/8 EVEX.512.66.0F.W1 E6 /r
EVEX_Vcvttpd2udq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.0F.W1 78 /r
EVEX_Vcvttpd2udq_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.0F.W1 78 /r
EVEX_Vcvttpd2udq_ymm_k1z_zmmm512b64_sae RM 64/8 EVEX.512.0F.W1 78 /r
EVEX_Vcvttpd2qq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 7A /r
EVEX_Vcvttpd2qq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 7A /r
EVEX_Vcvttpd2qq_zmm_k1z_zmmm512b64_sae RM 64/8 EVEX.512.66.0F.W1 7A /r
EVEX_Vcvttpd2uqq_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 78 /r
EVEX_Vcvttpd2uqq_ymm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 78 /r
EVEX_Vcvttpd2uqq_zmm_k1z_zmmm512b64_sae RM 64/8 EVEX.512.66.0F.W1 78 /r
Cvtps2pd_xmm_xmmm64 RM 1/1 NP 0F 5A /r
VEX_Vcvtps2pd_xmm_xmmm64 RM 1/1 VEX.128.0F.WIG 5A /r
VEX_Vcvtps2pd_ymm_xmmm128 RM 1/1 VEX.256.0F.WIG 5A /r
EVEX_Vcvtps2pd_xmm_k1z_xmmm64b32 RM 8/4 EVEX.128.0F.W0 5A /r
EVEX_Vcvtps2pd_ymm_k1z_xmmm128b32 RM 16/4 EVEX.256.0F.W0 5A /r
EVEX_Vcvtps2pd_zmm_k1z_ymmm256b32_sae RM 32/4 EVEX.512.0F.W0 5A /r
Cvtpd2ps_xmm_xmmm128 RM 1/1 66 0F 5A /r
VEX_Vcvtpd2ps_xmm_xmmm128 RM 1/1 VEX.128.66.0F.WIG 5A /r
VEX_Vcvtpd2ps_xmm_ymmm256 RM 1/1 VEX.256.66.0F.WIG 5A /r
EVEX_Vcvtpd2ps_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.0F.W1 5A /r
EVEX_Vcvtpd2ps_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.0F.W1 5A /r
EVEX_Vcvtpd2ps_ymm_k1z_zmmm512b64_er RM 64/8 EVEX.512.66.0F.W1 5A /r
VEX_Vcvtph2ps_xmm_xmmm64 RM 1/1 VEX.128.66.0F38.W0 13 /r
VEX_Vcvtph2ps_ymm_xmmm128 RM 1/1 VEX.256.66.0F38.W0 13 /r
EVEX_Vcvtph2ps_xmm_k1z_xmmm64 RM 8/8 EVEX.128.66.0F38.W0 13 /r
EVEX_Vcvtph2ps_ymm_k1z_xmmm128 RM 16/16 EVEX.256.66.0F38.W0 13 /r
EVEX_Vcvtph2ps_zmm_k1z_ymmm256_sae RM 32/32 EVEX.512.66.0F38.W0 13 /r
VEX_Vcvtps2ph_xmmm64_xmm_imm8 MRI 1/1 VEX.128.66.0F3A.W0 1D /r ib
VEX_Vcvtps2ph_xmmm128_ymm_imm8 MRI 1/1 VEX.256.66.0F3A.W0 1D /r ib
EVEX_Vcvtps2ph_xmmm64_k1z_xmm_imm8 MRI 8/8 EVEX.128.66.0F3A.W0 1D /r ib
EVEX_Vcvtps2ph_xmmm128_k1z_ymm_imm8 MRI 16/16 EVEX.256.66.0F3A.W0 1D /r ib
EVEX_Vcvtps2ph_ymmm256_k1z_zmm_imm8_sae MRI 32/32 EVEX.512.66.0F3A.W0 1D /r ib
EVEX_Vcvtneps2bf16_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.F3.0F38.W0 72 /r
EVEX_Vcvtneps2bf16_xmm_k1z_ymmm256b32 RM 32/4 EVEX.256.F3.0F38.W0 72 /r
EVEX_Vcvtneps2bf16_ymm_k1z_zmmm512b32 RM 64/4 EVEX.512.F3.0F38.W0 72 /r
VEX_Vcvtneps2bf16_xmm_xmmm128 RM 1/1 VEX.128.F3.0F38.W0 72 /r
VEX_Vcvtneps2bf16_xmm_ymmm256 RM 1/1 VEX.256.F3.0F38.W0 72 /r
VEX_Vcvtneebf162ps_xmm_m128 RM 1/1 VEX.128.F3.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneebf162ps_ymm_m256 RM 1/1 VEX.256.F3.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneobf162ps_xmm_m128 RM 1/1 VEX.128.F2.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneobf162ps_ymm_m256 RM 1/1 VEX.256.F2.0F38.W0 B0 !(11):rrr:bbb
VEX_Vbcstnebf162ps_xmm_m16 RM 1/1 VEX.128.F3.0F38.W0 B1 !(11):rrr:bbb
VEX_Vbcstnebf162ps_ymm_m16 RM 1/1 VEX.256.F3.0F38.W0 B1 !(11):rrr:bbb
VEX_Vcvtneeph2ps_xmm_m128 RM 1/1 VEX.128.66.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneeph2ps_ymm_m256 RM 1/1 VEX.256.66.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneoph2ps_xmm_m128 RM 1/1 VEX.128.0F38.W0 B0 !(11):rrr:bbb
VEX_Vcvtneoph2ps_ymm_m256 RM 1/1 VEX.256.0F38.W0 B0 !(11):rrr:bbb
VEX_Vbcstnesh2ps_xmm_m16 RM 1/1 VEX.128.66.0F38.W0 B1 !(11):rrr:bbb
VEX_Vbcstnesh2ps_ymm_m16 RM 1/1 VEX.256.66.0F38.W0 B1 !(11):rrr:bbb
EVEX_Vcvtne2ps2bf16_xmm_k1z_xmm_xmmm128b32 RVM 16/4 EVEX.128.F2.0F38.W0 72 /r
EVEX_Vcvtne2ps2bf16_ymm_k1z_ymm_ymmm256b32 RVM 32/4 EVEX.256.F2.0F38.W0 72 /r
EVEX_Vcvtne2ps2bf16_zmm_k1z_zmm_zmmm512b32 RVM 64/4 EVEX.512.F2.0F38.W0 72 /r
Cvtsi2ss_xmm_rm32 RM 1/1 F3 0F 2A /r
Cvtsi2ss_xmm_rm64 RM 1/1 F3 o64 0F 2A /r
VEX_Vcvtsi2ss_xmm_xmm_rm32 RVM 1/1 VEX.LIG.F3.0F.W0 2A /r
VEX_Vcvtsi2ss_xmm_xmm_rm64 RVM 1/1 VEX.LIG.F3.0F.W1 2A /r
EVEX_Vcvtsi2ss_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 2A /r
EVEX_Vcvtsi2ss_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F3.0F.W1 2A /r
EVEX_Vcvtusi2ss_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F3.0F.W0 7B /r
EVEX_Vcvtusi2ss_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F3.0F.W1 7B /r
Cvtss2si_r32_xmmm32 RM 1/1 F3 0F 2D /r
Cvtss2si_r64_xmmm32 RM 1/1 F3 o64 0F 2D /r
VEX_Vcvtss2si_r32_xmmm32 RM 1/1 VEX.LIG.F3.0F.W0 2D /r
VEX_Vcvtss2si_r64_xmmm32 RM 1/1 VEX.LIG.F3.0F.W1 2D /r
EVEX_Vcvtss2si_r32_xmmm32_er RM 4/4 EVEX.LIG.F3.0F.W0 2D /r
EVEX_Vcvtss2si_r64_xmmm32_er RM 4/4 EVEX.LIG.F3.0F.W1 2D /r
Cvttss2si_r32_xmmm32 RM 1/1 F3 0F 2C /r
Cvttss2si_r64_xmmm32 RM 1/1 F3 o64 0F 2C /r
VEX_Vcvttss2si_r32_xmmm32 RM 1/1 VEX.LIG.F3.0F.W0 2C /r
VEX_Vcvttss2si_r64_xmmm32 RM 1/1 VEX.LIG.F3.0F.W1 2C /r
EVEX_Vcvttss2si_r32_xmmm32_sae RM 4/4 EVEX.LIG.F3.0F.W0 2C /r
EVEX_Vcvttss2si_r64_xmmm32_sae RM 4/4 EVEX.LIG.F3.0F.W1 2C /r
EVEX_Vcvtss2usi_r32_xmmm32_er RM 4/4 EVEX.LIG.F3.0F.W0 79 /r
EVEX_Vcvtss2usi_r64_xmmm32_er RM 4/4 EVEX.LIG.F3.0F.W1 79 /r
EVEX_Vcvttss2usi_r32_xmmm32_sae RM 4/4 EVEX.LIG.F3.0F.W0 78 /r
EVEX_Vcvttss2usi_r64_xmmm32_sae RM 4/4 EVEX.LIG.F3.0F.W1 78 /r
Cvtsd2ss_xmm_xmmm64 RM 1/1 F2 0F 5A /r
VEX_Vcvtsd2ss_xmm_xmm_xmmm64 RVM 1/1 VEX.LIG.F2.0F.WIG 5A /r
EVEX_Vcvtsd2ss_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 5A /r
Cvtsi2sd_xmm_rm32 RM 1/1 F2 0F 2A /r
Cvtsi2sd_xmm_rm64 RM 1/1 F2 o64 0F 2A /r
VEX_Vcvtsi2sd_xmm_xmm_rm32 RVM 1/1 VEX.LIG.F2.0F.W0 2A /r
VEX_Vcvtsi2sd_xmm_xmm_rm64 RVM 1/1 VEX.LIG.F2.0F.W1 2A /r
EVEX_Vcvtsi2sd_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F2.0F.W0 2A /r
EVEX_Vcvtsi2sd_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 2A /r
EVEX_Vcvtusi2sd_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F2.0F.W0 7B /r
EVEX_Vcvtusi2sd_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F2.0F.W1 7B /r
Cvtsd2si_r32_xmmm64 RM 1/1 F2 0F 2D /r
Cvtsd2si_r64_xmmm64 RM 1/1 F2 o64 0F 2D /r
VEX_Vcvtsd2si_r32_xmmm64 RM 1/1 VEX.LIG.F2.0F.W0 2D /r
VEX_Vcvtsd2si_r64_xmmm64 RM 1/1 VEX.LIG.F2.0F.W1 2D /r
EVEX_Vcvtsd2si_r32_xmmm64_er RM 8/8 EVEX.LIG.F2.0F.W0 2D /r
EVEX_Vcvtsd2si_r64_xmmm64_er RM 8/8 EVEX.LIG.F2.0F.W1 2D /r
Cvttsd2si_r32_xmmm64 RM 1/1 F2 0F 2C /r
Cvttsd2si_r64_xmmm64 RM 1/1 F2 o64 0F 2C /r
VEX_Vcvttsd2si_r32_xmmm64 RM 1/1 VEX.LIG.F2.0F.W0 2C /r
VEX_Vcvttsd2si_r64_xmmm64 RM 1/1 VEX.LIG.F2.0F.W1 2C /r
EVEX_Vcvttsd2si_r32_xmmm64_sae RM 8/8 EVEX.LIG.F2.0F.W0 2C /r
EVEX_Vcvttsd2si_r64_xmmm64_sae RM 8/8 EVEX.LIG.F2.0F.W1 2C /r
EVEX_Vcvtsd2usi_r32_xmmm64_er RM 8/8 EVEX.LIG.F2.0F.W0 79 /r
EVEX_Vcvtsd2usi_r64_xmmm64_er RM 8/8 EVEX.LIG.F2.0F.W1 79 /r
EVEX_Vcvttsd2usi_r32_xmmm64_sae RM 8/8 EVEX.LIG.F2.0F.W0 78 /r
EVEX_Vcvttsd2usi_r64_xmmm64_sae RM 8/8 EVEX.LIG.F2.0F.W1 78 /r
Cvtss2sd_xmm_xmmm32 RM 1/1 F3 0F 5A /r
VEX_Vcvtss2sd_xmm_xmm_xmmm32 RVM 1/1 VEX.LIG.F3.0F.WIG 5A /r
EVEX_Vcvtss2sd_xmm_k1z_xmm_xmmm32_sae RVM 4/4 EVEX.LIG.F3.0F.W0 5A /r
EVEX_Vcvtw2ph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.F3.MAP5.W0 7D /r
EVEX_Vcvtw2ph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.F3.MAP5.W0 7D /r
EVEX_Vcvtw2ph_zmm_k1z_zmmm512b16_er RM 64/2 EVEX.512.F3.MAP5.W0 7D /r
EVEX_Vcvtph2w_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.66.MAP5.W0 7D /r
EVEX_Vcvtph2w_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.66.MAP5.W0 7D /r
EVEX_Vcvtph2w_zmm_k1z_zmmm512b16_er RM 64/2 EVEX.512.66.MAP5.W0 7D /r
EVEX_Vcvttph2w_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.66.MAP5.W0 7C /r
EVEX_Vcvttph2w_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.66.MAP5.W0 7C /r
EVEX_Vcvttph2w_zmm_k1z_zmmm512b16_sae RM 64/2 EVEX.512.66.MAP5.W0 7C /r
EVEX_Vcvtuw2ph_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.F2.MAP5.W0 7D /r
EVEX_Vcvtuw2ph_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.F2.MAP5.W0 7D /r
EVEX_Vcvtuw2ph_zmm_k1z_zmmm512b16_er RM 64/2 EVEX.512.F2.MAP5.W0 7D /r
EVEX_Vcvtph2uw_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.MAP5.W0 7D /r
EVEX_Vcvtph2uw_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.MAP5.W0 7D /r
EVEX_Vcvtph2uw_zmm_k1z_zmmm512b16_er RM 64/2 EVEX.512.MAP5.W0 7D /r
EVEX_Vcvttph2uw_xmm_k1z_xmmm128b16 RM 16/2 EVEX.128.MAP5.W0 7C /r
EVEX_Vcvttph2uw_ymm_k1z_ymmm256b16 RM 32/2 EVEX.256.MAP5.W0 7C /r
EVEX_Vcvttph2uw_zmm_k1z_zmmm512b16_sae RM 64/2 EVEX.512.MAP5.W0 7C /r
EVEX_Vcvtdq2ph_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.MAP5.W0 5B /r
EVEX_Vcvtdq2ph_xmm_k1z_ymmm256b32 RM 32/4 EVEX.256.MAP5.W0 5B /r
EVEX_Vcvtdq2ph_ymm_k1z_zmmm512b32_er RM 64/4 EVEX.512.MAP5.W0 5B /r
EVEX_Vcvtph2dq_xmm_k1z_xmmm64b16 RM 8/2 EVEX.128.66.MAP5.W0 5B /r
EVEX_Vcvtph2dq_ymm_k1z_xmmm128b16 RM 16/2 EVEX.256.66.MAP5.W0 5B /r
EVEX_Vcvtph2dq_zmm_k1z_ymmm256b16_er RM 32/2 EVEX.512.66.MAP5.W0 5B /r
EVEX_Vcvttph2dq_xmm_k1z_xmmm64b16 RM 8/2 EVEX.128.F3.MAP5.W0 5B /r
EVEX_Vcvttph2dq_ymm_k1z_xmmm128b16 RM 16/2 EVEX.256.F3.MAP5.W0 5B /r
EVEX_Vcvttph2dq_zmm_k1z_ymmm256b16_sae RM 32/2 EVEX.512.F3.MAP5.W0 5B /r
EVEX_Vcvtudq2ph_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.F2.MAP5.W0 7A /r
EVEX_Vcvtudq2ph_xmm_k1z_ymmm256b32 RM 32/4 EVEX.256.F2.MAP5.W0 7A /r
EVEX_Vcvtudq2ph_ymm_k1z_zmmm512b32_er RM 64/4 EVEX.512.F2.MAP5.W0 7A /r
EVEX_Vcvtph2udq_xmm_k1z_xmmm64b16 RM 8/2 EVEX.128.MAP5.W0 79 /r
EVEX_Vcvtph2udq_ymm_k1z_xmmm128b16 RM 16/2 EVEX.256.MAP5.W0 79 /r
EVEX_Vcvtph2udq_zmm_k1z_ymmm256b16_er RM 32/2 EVEX.512.MAP5.W0 79 /r
EVEX_Vcvttph2udq_xmm_k1z_xmmm64b16 RM 8/2 EVEX.128.MAP5.W0 78 /r
EVEX_Vcvttph2udq_ymm_k1z_xmmm128b16 RM 16/2 EVEX.256.MAP5.W0 78 /r
EVEX_Vcvttph2udq_zmm_k1z_ymmm256b16_sae RM 32/2 EVEX.512.MAP5.W0 78 /r
EVEX_Vcvtqq2ph_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.MAP5.W1 5B /r
EVEX_Vcvtqq2ph_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.MAP5.W1 5B /r
EVEX_Vcvtqq2ph_xmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.MAP5.W1 5B /r
EVEX_Vcvtph2qq_xmm_k1z_xmmm32b16 RM 4/2 EVEX.128.66.MAP5.W0 7B /r
EVEX_Vcvtph2qq_ymm_k1z_xmmm64b16 RM 8/2 EVEX.256.66.MAP5.W0 7B /r
EVEX_Vcvtph2qq_zmm_k1z_xmmm128b16_er RM 16/2 EVEX.512.66.MAP5.W0 7B /r
EVEX_Vcvttph2qq_xmm_k1z_xmmm32b16 RM 4/2 EVEX.128.66.MAP5.W0 7A /r
EVEX_Vcvttph2qq_ymm_k1z_xmmm64b16 RM 8/2 EVEX.256.66.MAP5.W0 7A /r
EVEX_Vcvttph2qq_zmm_k1z_xmmm128b16_sae RM 16/2 EVEX.512.66.MAP5.W0 7A /r
EVEX_Vcvtuqq2ph_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.F2.MAP5.W1 7A /r
EVEX_Vcvtuqq2ph_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.F2.MAP5.W1 7A /r
EVEX_Vcvtuqq2ph_xmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.F2.MAP5.W1 7A /r
EVEX_Vcvtph2uqq_xmm_k1z_xmmm32b16 RM 4/2 EVEX.128.66.MAP5.W0 79 /r
EVEX_Vcvtph2uqq_ymm_k1z_xmmm64b16 RM 8/2 EVEX.256.66.MAP5.W0 79 /r
EVEX_Vcvtph2uqq_zmm_k1z_xmmm128b16_er RM 16/2 EVEX.512.66.MAP5.W0 79 /r
EVEX_Vcvttph2uqq_xmm_k1z_xmmm32b16 RM 4/2 EVEX.128.66.MAP5.W0 78 /r
EVEX_Vcvttph2uqq_ymm_k1z_xmmm64b16 RM 8/2 EVEX.256.66.MAP5.W0 78 /r
EVEX_Vcvttph2uqq_zmm_k1z_xmmm128b16_sae RM 16/2 EVEX.512.66.MAP5.W0 78 /r
EVEX_Vcvtph2psx_xmm_k1z_xmmm64b16 RM 8/2 EVEX.128.66.MAP6.W0 13 /r
EVEX_Vcvtph2psx_ymm_k1z_xmmm128b16 RM 16/2 EVEX.256.66.MAP6.W0 13 /r
EVEX_Vcvtph2psx_zmm_k1z_ymmm256b16_sae RM 32/2 EVEX.512.66.MAP6.W0 13 /r
EVEX_Vcvtps2phx_xmm_k1z_xmmm128b32 RM 16/4 EVEX.128.66.MAP5.W0 1D /r
EVEX_Vcvtps2phx_xmm_k1z_ymmm256b32 RM 32/4 EVEX.256.66.MAP5.W0 1D /r
EVEX_Vcvtps2phx_ymm_k1z_zmmm512b32_er RM 64/4 EVEX.512.66.MAP5.W0 1D /r
EVEX_Vcvtph2pd_xmm_k1z_xmmm32b16 RM 4/2 EVEX.128.MAP5.W0 5A /r
EVEX_Vcvtph2pd_ymm_k1z_xmmm64b16 RM 8/2 EVEX.256.MAP5.W0 5A /r
EVEX_Vcvtph2pd_zmm_k1z_xmmm128b16_sae RM 16/2 EVEX.512.MAP5.W0 5A /r
EVEX_Vcvtpd2ph_xmm_k1z_xmmm128b64 RM 16/8 EVEX.128.66.MAP5.W1 5A /r
EVEX_Vcvtpd2ph_xmm_k1z_ymmm256b64 RM 32/8 EVEX.256.66.MAP5.W1 5A /r
EVEX_Vcvtpd2ph_xmm_k1z_zmmm512b64_er RM 64/8 EVEX.512.66.MAP5.W1 5A /r
EVEX_Vcvtsh2ss_xmm_k1z_xmm_xmmm16_sae RVM 2/2 EVEX.LIG.MAP6.W0 13 /r
EVEX_Vcvtsh2sd_xmm_k1z_xmm_xmmm16_sae RVM 2/2 EVEX.LIG.F3.MAP5.W0 5A /r
EVEX_Vcvtss2sh_xmm_k1z_xmm_xmmm32_er RVM 4/4 EVEX.LIG.MAP5.W0 1D /r
EVEX_Vcvtsd2sh_xmm_k1z_xmm_xmmm64_er RVM 8/8 EVEX.LIG.F2.MAP5.W1 5A /r
EVEX_Vcvtsi2sh_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F3.MAP5.W0 2A /r
EVEX_Vcvtsi2sh_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F3.MAP5.W1 2A /r
EVEX_Vcvtsh2si_r32_xmmm16_er RM 2/2 EVEX.LIG.F3.MAP5.W0 2D /r
EVEX_Vcvtsh2si_r64_xmmm16_er RM 2/2 EVEX.LIG.F3.MAP5.W1 2D /r
EVEX_Vcvttsh2si_r32_xmmm16_sae RM 2/2 EVEX.LIG.F3.MAP5.W0 2C /r
EVEX_Vcvttsh2si_r64_xmmm16_sae RM 2/2 EVEX.LIG.F3.MAP5.W1 2C /r
EVEX_Vcvtusi2sh_xmm_xmm_rm32_er RVM 4/4 EVEX.LIG.F3.MAP5.W0 7B /r
EVEX_Vcvtusi2sh_xmm_xmm_rm64_er RVM 8/8 EVEX.LIG.F3.MAP5.W1 7B /r
EVEX_Vcvtsh2usi_r32_xmmm16_er RM 2/2 EVEX.LIG.F3.MAP5.W0 79 /r
EVEX_Vcvtsh2usi_r64_xmmm16_er RM 2/2 EVEX.LIG.F3.MAP5.W1 79 /r
EVEX_Vcvttsh2usi_r32_xmmm16_sae RM 2/2 EVEX.LIG.F3.MAP5.W0 78 /r
EVEX_Vcvttsh2usi_r64_xmmm16_sae RM 2/2 EVEX.LIG.F3.MAP5.W1 78 /r
EVEX_Vmovsh_xmm_k1z_m16 RM 2/2 EVEX.LIG.F3.MAP5.W0 10 /r
EVEX_Vmovsh_m16_k1_xmm MR 2/2 EVEX.LIG.F3.MAP5.W0 11 /r
EVEX_Vmovsh_xmm_k1z_xmm_xmm RVM 1/1 EVEX.LIG.F3.MAP5.W0 10 /r
EVEX_Vmovsh_xmm_k1z_xmm_xmm_MAP5_11 MVR 1/1 EVEX.LIG.F3.MAP5.W0 11 /r
EVEX_Vmovw_xmm_r32m16 RM 2/2 EVEX.128.66.MAP5.W0 6E /r
EVEX_Vmovw_r32m16_xmm MR 2/2 EVEX.128.66.MAP5.W0 7E /r
EVEX_Vmovw_xmm_r64m16 RM 2/2 EVEX.128.66.MAP5.W1 6E /r
EVEX_Vmovw_r64m16_xmm MR 2/2 EVEX.128.66.MAP5.W1 7E /r
Extrq_xmm_imm8_imm8 MII 1/1 66 0F 78 /0 ib ib
Extrq_xmm_xmm RM 1/1 66 0F 79 /r
Insertq_xmm_xmm_imm8_imm8 RMII 1/1 F2 0F 78 /r ib ib
Insertq_xmm_xmm RM 1/1 F2 0F 79 /r
Movntss_m32_xmm MR 1/1 F3 0F 2B /r
Movntsd_m64_xmm MR 1/1 F2 0F 2B /r
VEX_Vpgatherdd_xmm_vm32x_xmm RMV 1/1 VEX.128.66.0F38.W0 90 /r
VEX_Vpgatherdd_ymm_vm32y_ymm RMV 1/1 VEX.256.66.0F38.W0 90 /r
EVEX_Vpgatherdd_xmm_k1_vm32x RM 4/4 EVEX.128.66.0F38.W0 90 /vsib
EVEX_Vpgatherdd_ymm_k1_vm32y RM 4/4 EVEX.256.66.0F38.W0 90 /vsib
EVEX_Vpgatherdd_zmm_k1_vm32z RM 4/4 EVEX.512.66.0F38.W0 90 /vsib
VEX_Vpgatherqd_xmm_vm64x_xmm RMV 1/1 VEX.128.66.0F38.W0 91 /r
VEX_Vpgatherqd_xmm_vm64y_xmm RMV 1/1 VEX.256.66.0F38.W0 91 /r
EVEX_Vpgatherqd_xmm_k1_vm64x RM 4/4 EVEX.128.66.0F38.W0 91 /vsib
EVEX_Vpgatherqd_xmm_k1_vm64y RM 4/4 EVEX.256.66.0F38.W0 91 /vsib
EVEX_Vpgatherqd_ymm_k1_vm64z RM 4/4 EVEX.512.66.0F38.W0 91 /vsib
VEX_Vpgatherdq_xmm_vm32x_xmm RMV 1/1 VEX.128.66.0F38.W1 90 /r
VEX_Vpgatherdq_ymm_vm32x_ymm RMV 1/1 VEX.256.66.0F38.W1 90 /r
EVEX_Vpgatherdq_xmm_k1_vm32x RM 8/8 EVEX.128.66.0F38.W1 90 /vsib
EVEX_Vpgatherdq_ymm_k1_vm32x RM 8/8 EVEX.256.66.0F38.W1 90 /vsib
EVEX_Vpgatherdq_zmm_k1_vm32y RM 8/8 EVEX.512.66.0F38.W1 90 /vsib
VEX_Vpgatherqq_xmm_vm64x_xmm RMV 1/1 VEX.128.66.0F38.W1 91 /r
VEX_Vpgatherqq_ymm_vm64y_ymm RMV 1/1 VEX.256.66.0F38.W1 91 /r
EVEX_Vpgatherqq_xmm_k1_vm64x RM 8/8 EVEX.128.66.0F38.W1 91 /vsib
EVEX_Vpgatherqq_ymm_k1_vm64y RM 8/8 EVEX.256.66.0F38.W1 91 /vsib
EVEX_Vpgatherqq_zmm_k1_vm64z RM 8/8 EVEX.512.66.0F38.W1 91 /vsib
VEX_Vgatherdps_xmm_vm32x_xmm RMV 1/1 VEX.128.66.0F38.W0 92 /r
VEX_Vgatherdps_ymm_vm32y_ymm RMV 1/1 VEX.256.66.0F38.W0 92 /r
EVEX_Vgatherdps_xmm_k1_vm32x RM 4/4 EVEX.128.66.0F38.W0 92 /vsib
EVEX_Vgatherdps_ymm_k1_vm32y RM 4/4 EVEX.256.66.0F38.W0 92 /vsib
EVEX_Vgatherdps_zmm_k1_vm32z RM 4/4 EVEX.512.66.0F38.W0 92 /vsib
VEX_Vgatherqps_xmm_vm64x_xmm RMV 1/1 VEX.128.66.0F38.W0 93 /r
VEX_Vgatherqps_xmm_vm64y_xmm RMV 1/1 VEX.256.66.0F38.W0 93 /r
EVEX_Vgatherqps_xmm_k1_vm64x RM 4/4 EVEX.128.66.0F38.W0 93 /vsib
EVEX_Vgatherqps_xmm_k1_vm64y RM 4/4 EVEX.256.66.0F38.W0 93 /vsib
EVEX_Vgatherqps_ymm_k1_vm64z RM 4/4 EVEX.512.66.0F38.W0 93 /vsib
VEX_Vgatherdpd_xmm_vm32x_xmm RMV 1/1 VEX.128.66.0F38.W1 92 /r
VEX_Vgatherdpd_ymm_vm32x_ymm RMV 1/1 VEX.256.66.0F38.W1 92 /r
EVEX_Vgatherdpd_xmm_k1_vm32x RM 8/8 EVEX.128.66.0F38.W1 92 /vsib
EVEX_Vgatherdpd_ymm_k1_vm32x RM 8/8 EVEX.256.66.0F38.W1 92 /vsib
EVEX_Vgatherdpd_zmm_k1_vm32y RM 8/8 EVEX.512.66.0F38.W1 92 /vsib
VEX_Vgatherqpd_xmm_vm64x_xmm RMV 1/1 VEX.128.66.0F38.W1 93 /r
VEX_Vgatherqpd_ymm_vm64y_ymm RMV 1/1 VEX.256.66.0F38.W1 93 /r
EVEX_Vgatherqpd_xmm_k1_vm64x RM 8/8 EVEX.128.66.0F38.W1 93 /vsib
EVEX_Vgatherqpd_ymm_k1_vm64y RM 8/8 EVEX.256.66.0F38.W1 93 /vsib
EVEX_Vgatherqpd_zmm_k1_vm64z RM 8/8 EVEX.512.66.0F38.W1 93 /vsib
EVEX_Vpscatterdd_vm32x_k1_xmm MR 4/4 EVEX.128.66.0F38.W0 A0 /vsib
EVEX_Vpscatterdd_vm32y_k1_ymm MR 4/4 EVEX.256.66.0F38.W0 A0 /vsib
EVEX_Vpscatterdd_vm32z_k1_zmm MR 4/4 EVEX.512.66.0F38.W0 A0 /vsib
EVEX_Vpscatterqd_vm64x_k1_xmm MR 4/4 EVEX.128.66.0F38.W0 A1 /vsib
EVEX_Vpscatterqd_vm64y_k1_xmm MR 4/4 EVEX.256.66.0F38.W0 A1 /vsib
EVEX_Vpscatterqd_vm64z_k1_ymm MR 4/4 EVEX.512.66.0F38.W0 A1 /vsib
EVEX_Vpscatterdq_vm32x_k1_xmm MR 8/8 EVEX.128.66.0F38.W1 A0 /vsib
EVEX_Vpscatterdq_vm32x_k1_ymm MR 8/8 EVEX.256.66.0F38.W1 A0 /vsib
EVEX_Vpscatterdq_vm32y_k1_zmm MR 8/8 EVEX.512.66.0F38.W1 A0 /vsib
EVEX_Vpscatterqq_vm64x_k1_xmm MR 8/8 EVEX.128.66.0F38.W1 A1 /vsib
EVEX_Vpscatterqq_vm64y_k1_ymm MR 8/8 EVEX.256.66.0F38.W1 A1 /vsib
EVEX_Vpscatterqq_vm64z_k1_zmm MR 8/8 EVEX.512.66.0F38.W1 A1 /vsib
EVEX_Vscatterdps_vm32x_k1_xmm MR 4/4 EVEX.128.66.0F38.W0 A2 /vsib
EVEX_Vscatterdps_vm32y_k1_ymm MR 4/4 EVEX.256.66.0F38.W0 A2 /vsib
EVEX_Vscatterdps_vm32z_k1_zmm MR 4/4 EVEX.512.66.0F38.W0 A2 /vsib
EVEX_Vscatterqps_vm64x_k1_xmm MR 4/4 EVEX.128.66.0F38.W0 A3 /vsib
EVEX_Vscatterqps_vm64y_k1_xmm MR 4/4 EVEX.256.66.0F38.W0 A3 /vsib
EVEX_Vscatterqps_vm64z_k1_ymm MR 4/4 EVEX.512.66.0F38.W0 A3 /vsib
EVEX_Vscatterdpd_vm32x_k1_xmm MR 8/8 EVEX.128.66.0F38.W1 A2 /vsib
EVEX_Vscatterdpd_vm32x_k1_ymm MR 8/8 EVEX.256.66.0F38.W1 A2 /vsib
EVEX_Vscatterdpd_vm32y_k1_zmm MR 8/8 EVEX.512.66.0F38.W1 A2 /vsib
EVEX_Vscatterqpd_vm64x_k1_xmm MR 8/8 EVEX.128.66.0F38.W1 A3 /vsib
EVEX_Vscatterqpd_vm64y_k1_ymm MR 8/8 EVEX.256.66.0F38.W1 A3 /vsib
EVEX_Vscatterqpd_vm64z_k1_zmm MR 8/8 EVEX.512.66.0F38.W1 A3 /vsib
VEX_Vmaskmovps_xmm_xmm_m128 RVM 1/1 VEX.128.66.0F38.W0 2C /r
VEX_Vmaskmovps_m128_xmm_xmm MVR 1/1 VEX.128.66.0F38.W0 2E /r
VEX_Vmaskmovps_ymm_ymm_m256 RVM 1/1 VEX.256.66.0F38.W0 2C /r
VEX_Vmaskmovps_m256_ymm_ymm MVR 1/1 VEX.256.66.0F38.W0 2E /r
VEX_Vmaskmovpd_xmm_xmm_m128 RVM 1/1 VEX.128.66.0F38.W0 2D /r
VEX_Vmaskmovpd_m128_xmm_xmm MVR 1/1 VEX.128.66.0F38.W0 2F /r
VEX_Vmaskmovpd_ymm_ymm_m256 RVM 1/1 VEX.256.66.0F38.W0 2D /r
VEX_Vmaskmovpd_m256_ymm_ymm MVR 1/1 VEX.256.66.0F38.W0 2F /r
VEX_Vpmaskmovd_xmm_xmm_m128 RVM 1/1 VEX.128.66.0F38.W0 8C /r
VEX_Vpmaskmovd_m128_xmm_xmm MVR 1/1 VEX.128.66.0F38.W0 8E /r
VEX_Vpmaskmovd_ymm_ymm_m256 RVM 1/1 VEX.256.66.0F38.W0 8C /r
VEX_Vpmaskmovd_m256_ymm_ymm MVR 1/1 VEX.256.66.0F38.W0 8E /r
VEX_Vpmaskmovq_xmm_xmm_m128 RVM 1/1 VEX.128.66.0F38.W1 8C /r
VEX_Vpmaskmovq_m128_xmm_xmm MVR 1/1 VEX.128.66.0F38.W1 8E /r
VEX_Vpmaskmovq_ymm_ymm_m256 RVM 1/1 VEX.256.66.0F38.W1 8C /r
VEX_Vpmaskmovq_m256_ymm_ymm MVR 1/1 VEX.256.66.0F38.W1 8E /r
Maskmovdqu_rDI_xmm_xmm RM 1/1 66 0F F7 /r
VEX_Vmaskmovdqu_rDI_xmm_xmm RM 1/1 VEX.128.66.0F.WIG F7 /r
VEX_Kaddb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 4A /r
VEX_Kaddw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 4A /r
VEX_Kaddd_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 4A /r
VEX_Kaddq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 4A /r
VEX_Kandb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 41 /r
VEX_Kandw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 41 /r
VEX_Kandd_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 41 /r
VEX_Kandq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 41 /r
VEX_Kandnb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 42 /r
VEX_Kandnw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 42 /r
VEX_Kandnd_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 42 /r
VEX_Kandnq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 42 /r
VEX_Korb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 45 /r
VEX_Korw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 45 /r
VEX_Kord_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 45 /r
VEX_Korq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 45 /r
VEX_Kxnorb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 46 /r
VEX_Kxnorw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 46 /r
VEX_Kxnord_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 46 /r
VEX_Kxnorq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 46 /r
VEX_Kxorb_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 47 /r
VEX_Kxorw_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 47 /r
VEX_Kxord_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W1 47 /r
VEX_Kxorq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 47 /r
VEX_Knotb_kr_kr RM 1/1 VEX.L0.66.0F.W0 44 /r
VEX_Knotw_kr_kr RM 1/1 VEX.L0.0F.W0 44 /r
VEX_Knotd_kr_kr RM 1/1 VEX.L0.66.0F.W1 44 /r
VEX_Knotq_kr_kr RM 1/1 VEX.L0.0F.W1 44 /r
VEX_Kshiftlb_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W0 32 /r ib
VEX_Kshiftlw_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W1 32 /r ib
VEX_Kshiftld_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W0 33 /r ib
VEX_Kshiftlq_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W1 33 /r ib
VEX_Kshiftrb_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W0 30 /r ib
VEX_Kshiftrw_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W1 30 /r ib
VEX_Kshiftrd_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W0 31 /r ib
VEX_Kshiftrq_kr_kr_imm8 RMI 1/1 VEX.L0.66.0F3A.W1 31 /r ib
VEX_Kortestb_kr_kr RM 1/1 VEX.L0.66.0F.W0 98 /r
VEX_Ktestb_kr_kr RM 1/1 VEX.L0.66.0F.W0 99 /r
VEX_Kortestw_kr_kr RM 1/1 VEX.L0.0F.W0 98 /r
VEX_Ktestw_kr_kr RM 1/1 VEX.L0.0F.W0 99 /r
VEX_Kortestd_kr_kr RM 1/1 VEX.L0.66.0F.W1 98 /r
VEX_Ktestd_kr_kr RM 1/1 VEX.L0.66.0F.W1 99 /r
VEX_Kortestq_kr_kr RM 1/1 VEX.L0.0F.W1 98 /r
VEX_Ktestq_kr_kr RM 1/1 VEX.L0.0F.W1 99 /r
VEX_Kunpckbw_kr_kr_kr RVM 1/1 VEX.L1.66.0F.W0 4B /r
VEX_Kunpckwd_kr_kr_kr RVM 1/1 VEX.L1.0F.W0 4B /r
VEX_Kunpckdq_kr_kr_kr RVM 1/1 VEX.L1.0F.W1 4B /r
VEX_Kmovb_kr_km8 RM 1/1 VEX.L0.66.0F.W0 90 /r
VEX_Kmovb_m8_kr MR 1/1 VEX.L0.66.0F.W0 91 /r
VEX_Kmovb_kr_r32 RM 1/1 VEX.L0.66.0F.W0 92 /r
VEX_Kmovb_r32_kr RM 1/1 VEX.L0.66.0F.W0 93 /r
VEX_Kmovw_kr_km16 RM 1/1 VEX.L0.0F.W0 90 /r
VEX_Kmovw_m16_kr MR 1/1 VEX.L0.0F.W0 91 /r
VEX_Kmovw_kr_r32 RM 1/1 VEX.L0.0F.W0 92 /r
VEX_Kmovw_r32_kr RM 1/1 VEX.L0.0F.W0 93 /r
VEX_Kmovd_kr_km32 RM 1/1 VEX.L0.66.0F.W1 90 /r
VEX_Kmovd_m32_kr MR 1/1 VEX.L0.66.0F.W1 91 /r
VEX_Kmovd_kr_r32 RM 1/1 VEX.L0.F2.0F.W0 92 /r
VEX_Kmovd_r32_kr RM 1/1 VEX.L0.F2.0F.W0 93 /r
VEX_Kmovq_kr_km64 RM 1/1 VEX.L0.0F.W1 90 /r
VEX_Kmovq_m64_kr MR 1/1 VEX.L0.0F.W1 91 /r
VEX_Kmovq_kr_r64 RM 1/1 VEX.L0.F2.0F.W1 92 /r
VEX_Kmovq_r64_kr RM 1/1 VEX.L0.F2.0F.W1 93 /r
EVEX_Vp2intersectd_kp1_xmm_xmmm128b32 RVM 16/4 EVEX.128.F2.0F38.W0 68 /r
EVEX_Vp2intersectd_kp1_ymm_ymmm256b32 RVM 32/4 EVEX.256.F2.0F38.W0 68 /r
EVEX_Vp2intersectd_kp1_zmm_zmmm512b32 RVM 64/4 EVEX.512.F2.0F38.W0 68 /r
EVEX_Vp2intersectq_kp1_xmm_xmmm128b64 RVM 16/8 EVEX.128.F2.0F38.W1 68 /r
EVEX_Vp2intersectq_kp1_ymm_ymmm256b64 RVM 32/8 EVEX.256.F2.0F38.W1 68 /r
EVEX_Vp2intersectq_kp1_zmm_zmmm512b64 RVM 64/8 EVEX.512.F2.0F38.W1 68 /r
Pcmpestri_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 61 /r ib
VEX_Vpcmpestri_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W0 61 /r ib
Pcmpestri64_xmm_xmmm128_imm8 RMI 1/1 66 o64 0F 3A 61 /r ib
VEX_Vpcmpestri64_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W1 61 /r ib
Pcmpestrm_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 60 /r ib
VEX_Vpcmpestrm_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W0 60 /r ib
Pcmpestrm64_xmm_xmmm128_imm8 RMI 1/1 66 o64 0F 3A 60 /r ib
VEX_Vpcmpestrm64_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.W1 60 /r ib
Pcmpistri_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 63 /r ib
VEX_Vpcmpistri_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.WIG 63 /r ib
Pcmpistrm_xmm_xmmm128_imm8 RMI 1/1 66 0F 3A 62 /r ib
VEX_Vpcmpistrm_xmm_xmmm128_imm8 RMI 1/1 VEX.128.66.0F3A.WIG 62 /r ib
Movd_mm_rm32 RM 1/1 NP 0F 6E /r
Movd_rm32_mm MR 1/1 NP 0F 7E /r
Movq_mm_rm64 RM 1/1 NP o64 0F 6E /r
Movq_rm64_mm MR 1/1 NP o64 0F 7E /r
Movq_mm_mmm64 RM 1/1 NP 0F 6F /r
Movq_mmm64_mm MR 1/1 NP 0F 7F /r
Movntq_m64_mm MR 1/1 NP 0F E7 /r
Movq2dq_xmm_mm RM 1/1 F3 0F D6 /r
Movdq2q_mm_xmm RM 1/1 F2 0F D6 /r
Pmovmskb_r32_mm RM 1/1 NP 0F D7 /r
Pmovmskb_r64_mm RM 1/1 NP o64 0F D7 /r
Pextrw_r32_mm_imm8 RMI 1/1 NP 0F C5 /r ib
Pextrw_r64_mm_imm8 RMI 1/1 NP o64 0F C5 /r ib
Pinsrw_mm_r32m16_imm8 RMI 1/1 NP 0F C4 /r ib
Pinsrw_mm_r64m16_imm8 RMI 1/1 NP o64 0F C4 /r ib
Pshufw_mm_mmm64_imm8 RMI 1/1 NP 0F 70 /r ib
Maskmovq_rDI_mm_mm RM 1/1 NP 0F F7 /r
Paddb_mm_mmm64 RM 1/1 NP 0F FC /r
Paddw_mm_mmm64 RM 1/1 NP 0F FD /r
Paddd_mm_mmm64 RM 1/1 NP 0F FE /r
Paddsb_mm_mmm64 RM 1/1 NP 0F EC /r
Paddsw_mm_mmm64 RM 1/1 NP 0F ED /r
Paddusb_mm_mmm64 RM 1/1 NP 0F DC /r
Paddusw_mm_mmm64 RM 1/1 NP 0F DD /r
Psubb_mm_mmm64 RM 1/1 NP 0F F8 /r
Psubw_mm_mmm64 RM 1/1 NP 0F F9 /r
Psubd_mm_mmm64 RM 1/1 NP 0F FA /r
Psubsb_mm_mmm64 RM 1/1 NP 0F E8 /r
Psubsw_mm_mmm64 RM 1/1 NP 0F E9 /r
Psubusb_mm_mmm64 RM 1/1 NP 0F D8 /r
Psubusw_mm_mmm64 RM 1/1 NP 0F D9 /r
Pmullw_mm_mmm64 RM 1/1 NP 0F D5 /r
Pmulhw_mm_mmm64 RM 1/1 NP 0F E5 /r
Pmaddwd_mm_mmm64 RM 1/1 NP 0F F5 /r
Pcmpeqb_mm_mmm64 RM 1/1 NP 0F 74 /r
Pcmpeqw_mm_mmm64 RM 1/1 NP 0F 75 /r
Pcmpeqd_mm_mmm64 RM 1/1 NP 0F 76 /r
Pcmpgtb_mm_mmm64 RM 1/1 NP 0F 64 /r
Pcmpgtw_mm_mmm64 RM 1/1 NP 0F 65 /r
Pcmpgtd_mm_mmm64 RM 1/1 NP 0F 66 /r
Pand_mm_mmm64 RM 1/1 NP 0F DB /r
Pandn_mm_mmm64 RM 1/1 NP 0F DF /r
Por_mm_mmm64 RM 1/1 NP 0F EB /r
Pxor_mm_mmm64 RM 1/1 NP 0F EF /r
Psllw_mm_imm8 MI 1/1 NP 0F 71 /6 ib
Psllw_mm_mmm64 RM 1/1 NP 0F F1 /r
Pslld_mm_imm8 MI 1/1 NP 0F 72 /6 ib
Pslld_mm_mmm64 RM 1/1 NP 0F F2 /r
Psllq_mm_imm8 MI 1/1 NP 0F 73 /6 ib
Psllq_mm_mmm64 RM 1/1 NP 0F F3 /r
Psrlw_mm_imm8 MI 1/1 NP 0F 71 /2 ib
Psrlw_mm_mmm64 RM 1/1 NP 0F D1 /r
Psrld_mm_imm8 MI 1/1 NP 0F 72 /2 ib
Psrld_mm_mmm64 RM 1/1 NP 0F D2 /r
Psrlq_mm_imm8 MI 1/1 NP 0F 73 /2 ib
Psrlq_mm_mmm64 RM 1/1 NP 0F D3 /r
Psraw_mm_imm8 MI 1/1 NP 0F 71 /4 ib
Psraw_mm_mmm64 RM 1/1 NP 0F E1 /r
Psrad_mm_imm8 MI 1/1 NP 0F 72 /4 ib
Psrad_mm_mmm64 RM 1/1 NP 0F E2 /r
Pavgb_mm_mmm64 RM 1/1 NP 0F E0 /r
Pavgw_mm_mmm64 RM 1/1 NP 0F E3 /r
Pmaxsw_mm_mmm64 RM 1/1 NP 0F EE /r
Pmaxub_mm_mmm64 RM 1/1 NP 0F DE /r
Pminsw_mm_mmm64 RM 1/1 NP 0F EA /r
Pminub_mm_mmm64 RM 1/1 NP 0F DA /r
Pmulhuw_mm_mmm64 RM 1/1 NP 0F E4 /r
Psadbw_mm_mmm64 RM 1/1 NP 0F F6 /r
Paddq_mm_mmm64 RM 1/1 NP 0F D4 /r
Psubq_mm_mmm64 RM 1/1 NP 0F FB /r
Pmuludq_mm_mmm64 RM 1/1 NP 0F F4 /r
Pabsb_mm_mmm64 RM 1/1 NP 0F 38 1C /r
Pabsw_mm_mmm64 RM 1/1 NP 0F 38 1D /r
Pabsd_mm_mmm64 RM 1/1 NP 0F 38 1E /r
Psignb_mm_mmm64 RM 1/1 NP 0F 38 08 /r
Psignw_mm_mmm64 RM 1/1 NP 0F 38 09 /r
Psignd_mm_mmm64 RM 1/1 NP 0F 38 0A /r
Pmaddubsw_mm_mmm64 RM 1/1 NP 0F 38 04 /r
Pmulhrsw_mm_mmm64 RM 1/1 NP 0F 38 0B /r
Packsswb_mm_mmm64 RM 1/1 NP 0F 63 /r
Packssdw_mm_mmm64 RM 1/1 NP 0F 6B /r
Packuswb_mm_mmm64 RM 1/1 NP 0F 67 /r
Punpckhbw_mm_mmm64 RM 1/1 NP 0F 68 /r
Punpcklbw_mm_mmm32 RM 1/1 NP 0F 60 /r
Punpckhwd_mm_mmm64 RM 1/1 NP 0F 69 /r
Punpcklwd_mm_mmm32 RM 1/1 NP 0F 61 /r
Punpckhdq_mm_mmm64 RM 1/1 NP 0F 6A /r
Punpckldq_mm_mmm32 RM 1/1 NP 0F 62 /r
Phaddw_mm_mmm64 RM 1/1 NP 0F 38 01 /r
Phaddd_mm_mmm64 RM 1/1 NP 0F 38 02 /r
Phaddsw_mm_mmm64 RM 1/1 NP 0F 38 03 /r
Phsubw_mm_mmm64 RM 1/1 NP 0F 38 05 /r
Phsubd_mm_mmm64 RM 1/1 NP 0F 38 06 /r
Phsubsw_mm_mmm64 RM 1/1 NP 0F 38 07 /r
Pshufb_mm_mmm64 RM 1/1 NP 0F 38 00 /r
Palignr_mm_mmm64_imm8 RMI 1/1 NP 0F 3A 0F /r ib
Cvtpi2ps_xmm_mmm64 RM 1/1 NP 0F 2A /r
Cvtps2pi_mm_xmmm64 RM 1/1 NP 0F 2D /r
Cvttps2pi_mm_xmmm64 RM 1/1 NP 0F 2C /r
Cvtpi2pd_xmm_mmm64 RM 1/1 66 0F 2A /r
Cvtpd2pi_mm_xmmm128 RM 1/1 66 0F 2D /r
Cvttpd2pi_mm_xmmm128 RM 1/1 66 0F 2C /r`;
