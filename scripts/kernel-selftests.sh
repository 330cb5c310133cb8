#!/bin/sh
# Builds the kernel's own tests of x86 (tools/testing/selftests/x86) by gcc and by musl-gcc, and runs each here and in XTrace:
# by hand, on Debian, after `node scripts/build.mjs`. A row a test: the exit status and the number of passed and failed lines.
#   scripts/kernel-selftests.sh FOLDER [TEST ...]      MACHINE, KERNEL: what `xtrace exec` takes; SOURCE: the package
set -eu
folder=${1:?name a folder for the source and the programs}
shift
repository=$(cd "$(dirname "$0")/.." && pwd)
package=${SOURCE:-linux-source-6.12}
mkdir -p "$folder"
cd "$folder"
if [ ! -d "$package" ]; then
  apt-get download "$package"
  dpkg-deb --fsys-tarfile "${package}"_*.deb | tar x -O "./usr/src/$package.tar.xz" | tar xJ \
    "$package/tools/testing/selftests/x86" "$package/tools/testing/selftests/kselftest.h" "$package/arch/x86/include"
fi
tests=$package/tools/testing/selftests/x86
# Those that the Makefile there builds for 64 bits. -no-pie is its, too.
[ $# -gt 0 ] || set -- amx check_initial_reg_state corrupt_xstate_header fsgsbase fsgsbase_restore ioperm iopl lam ldt_gdt \
  mov_ss_trap nx_stack ptrace_syscall sigaltstack sigreturn sigtrap_loop single_step_syscall syscall_arg_fault syscall_nt \
  syscall_numbering sysret_rip sysret_ss_attrs test_mremap_vdso test_shadow_stack test_vsyscall

# musl has none of the kernel's headers, and no struct _fpx_sw_bytes beside its sigcontext.
mkdir -p musl
for part in linux asm asm-generic; do
  for place in /usr/include /usr/include/x86_64-linux-gnu; do
    [ ! -d "$place/$part" ] || ln -sfn "$place/$part" "musl/$part"
  done
done
cat > musl/sw-bytes.h <<'END'
#ifndef __ASSEMBLER__
struct _fpx_sw_bytes { unsigned magic1, extended_size; unsigned long long xfeatures; unsigned xstate_size, padding[7]; };
typedef unsigned int uint;
#endif
END

build() { # COMPILER TEST
  case $2 in
    sysret_ss_attrs) more=$tests/thunks.S ;;
    ptrace_syscall) more= ;;
    sysret_rip | fsgsbase_restore) more=$tests/clang_helpers_64.S ;;
    *) more= ;;
  esac
  case $1 in
    musl-gcc) extra="-idirafter musl -include musl/sw-bytes.h" ;;
    *) extra= ;;
  esac
  # shellcheck disable=SC2086
  "$1" -static -no-pie -O2 -g -std=gnu99 -pthread -w -I"$tests/.." -I"$tests" $extra \
    "$tests/$2.c" $more -o "$2.$1" -lm -lrt -ldl 2> "$2.$1.log"
}

count() { # PATTERN FILE
  grep -cE "$1" "$2" || true
}

printf '%-26s %-9s %8s %6s %6s %8s %6s %6s\n' test compiler native ok fail xtrace ok fail
for test in "$@"; do
  for compiler in gcc musl-gcc; do
    name=$test.$compiler
    if ! build "$compiler" "$test"; then
      printf '%-26s %-9s does not compile: %s\n' "$test" "$compiler" "$(grep -m 1 -E 'error|undefined' "$name.log")"
      continue
    fi
    native=0
    timeout 120 "./$name" > "$name.native" 2>&1 < /dev/null || native=$?
    modelled=0
    timeout 600 node "$repository/dist/cli.js" exec --machine "${MACHINE:-sapphire-rapids}" --kernel "${KERNEL:-linux}" \
      --max-steps 200000000 "./$name" > "$name.xtrace" 2>&1 < /dev/null || modelled=$?
    passed='^(\[OK\]|ok |PASS)'
    failed='^(\[FAIL\]|not ok |FAIL)'
    printf '%-26s %-9s %8s %6s %6s %8s %6s %6s\n' "$test" "$compiler" \
      "$native" "$(count "$passed" "$name.native")" "$(count "$failed" "$name.native")" \
      "$modelled" "$(count "$passed" "$name.xtrace")" "$(count "$failed" "$name.xtrace")"
  done
done
