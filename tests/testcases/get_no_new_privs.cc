// Ends with 1 where executing a file can no longer give privileges, else 0.
#include <sys/prctl.h>

int main() { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0); }
