// Ends with 0; linked dynamically, so that ld.so preloads what it is told to.
int main() { return 0; }
