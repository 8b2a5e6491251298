// Puts zeroed variables that every launch writes side by side in memory.
#ifndef LANDSHIM_SHIM_LAUNCH_PAGES_H_
#define LANDSHIM_SHIM_LAUNCH_PAGES_H_

// On this page (1 to 3), in this order of digits; sections.lds lays them out.
// What a page is touched for first costs about 2 us.
#define LANDSHIM_PAGE(page, order) \
  __attribute__((section(".bss.page" #page "." #order)))

#endif  // LANDSHIM_SHIM_LAUNCH_PAGES_H_
