// Puts zeroed variables that every launch writes side by side in memory.
#ifndef LANDSHIM_SHIM_LAUNCH_PAGES_H_
#define LANDSHIM_SHIM_LAUNCH_PAGES_H_

// In this order of digits, from the beginning of a page on; sections.lds lays
// them out. What a page is touched for first costs about 2 us.
#define LANDSHIM_HOT(order) __attribute__((section(".bss.hot." #order)))

#endif  // LANDSHIM_SHIM_LAUNCH_PAGES_H_
