// Puts zeroed variables side by side in memory.
#ifndef LANDSHIM_SHIM_LAUNCH_FIRST_PAGE_H_
#define LANDSHIM_SHIM_LAUNCH_FIRST_PAGE_H_

// For what every launch writes, in this order of digits: sections.lds lets it
// begin a page, because every page that is touched costs about 2 us.
#define LANDSHIM_FIRST_PAGE(digit) \
  __attribute__((section(".bss.first_page." #digit)))

#endif  // LANDSHIM_SHIM_LAUNCH_FIRST_PAGE_H_
