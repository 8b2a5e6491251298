// Ends with 0. Static, so that executing it takes no loader.
int main() { return 0; }
