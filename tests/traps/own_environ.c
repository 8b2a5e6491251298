// A library whose `environ` stands in for libc's: what an attacker would want
// the policy to be.
#include <stddef.h>

static char rules[] = "LANDSHIM_RULES=read /";
static char config[] = "XDG_CONFIG_HOME=/nonexistent";
static char* variables[] = {rules, config, NULL};

char** environ = variables;
