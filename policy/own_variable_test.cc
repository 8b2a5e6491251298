// Kubernetes' variables are not landshim's, however the Service is called.
#include "policy/own_variable.h"

#include <gtest/gtest.h>

namespace landshim {
namespace {

TEST(OwnVariable, IsWhatBeginsLikeOne) {
  for (const char* name :
       {"LANDSHIM_POLICY",        "LANDSHIM_RULES",
        "LANDSHIM_LEARN",         "LANDSHIM_RUN",
        "LANDSHIM_POLCY",         "LANDSHIM_",
        "LANDSHIM_HOST",          "LANDSHIM_PORTS",
        "LANDSHIM_SERVICE",       "LANDSHIM_POLICY_",
        "LANDSHIM_PORT_",         "LANDSHIM_PORT_TCP",
        "LANDSHIM_PORT_80",       "LANDSHIM_PORT_80_",
        "LANDSHIM_PORT_80_TCP_",  "LANDSHIM_PORT_80_TCP_HOST",
        "LANDSHIM_PORT_80_TCPP",  "LANDSHIM_PORT_8A_TCP",
        "LANDSHIM_PORT__TCP",     "LANDSHIM_SERVICE_HOSTS",
        "LANDSHIM_SERVICE_PORTS", "LANDSHIM_PORT_80_ICMP",
        "LANDSHIM_port"}) {
    EXPECT_TRUE(IsOwnVariable(name)) << name;
  }
}

TEST(OwnVariable, IsNotWhatKubernetesSetsForAService) {
  for (const char* name :
       {"LANDSHIM_SERVICE_HOST", "LANDSHIM_SERVICE_PORT",
        "LANDSHIM_SERVICE_PORT_", "LANDSHIM_SERVICE_PORT_HTTP",
        "LANDSHIM_SERVICE_PORT_HTTP_ALT", "LANDSHIM_PORT",
        "LANDSHIM_PORT_80_TCP", "LANDSHIM_PORT_80_TCP_PROTO",
        "LANDSHIM_PORT_80_TCP_PORT", "LANDSHIM_PORT_80_TCP_ADDR",
        "LANDSHIM_PORT_53_UDP_ADDR", "LANDSHIM_PORT_9899_SCTP",
        "LANDSHIM_POLICY_PORT", "LANDSHIM_POLICY_SERVICE_HOST",
        "LANDSHIM_RULES_PORT_443_TCP", "LANDSHIM_A_B_C_SERVICE_PORT_WEB",
        "LANDSHIM__PORT", "LANDSHIM_PORT_PORT_1_UDP_PORT"}) {
    EXPECT_FALSE(IsOwnVariable(name)) << name;
  }
}

TEST(OwnVariable, IsNoOther) {
  for (const char* name : {"LANDSHIM", "LANDSHI", "LL_FS_RO", "landshim_x",
                           "LANDSHIMS_POLICY", "", "X_LANDSHIM_POLICY"}) {
    EXPECT_FALSE(IsOwnVariable(name)) << name;
  }
}

}  // namespace
}  // namespace landshim
