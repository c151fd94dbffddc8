/* Whether this processor and its system can run the kernel; built without AVX-512, so it can be asked anywhere. */
#include <cpuid.h>

enum { OSXSAVE = 1 << 27, AVX512F = 1 << 16, AVX512IFMA = 1 << 21, KEPT = 0xe6 };

/* 1 when the instructions are there and the system saves the 512-bit registers of a process */
int lanes_possible(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & OSXSAVE)) return 0;
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & KEPT) != KEPT) return 0; /* SSE, AVX, mask registers, both halves of the 512-bit registers */
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    return (b & AVX512F) && (b & AVX512IFMA);
}
