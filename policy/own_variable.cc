// A name's end tells whether it is Kubernetes'.
#include "policy/own_variable.h"

#include "policy/text.h"

namespace landshim {
namespace {

bool IsOneOf(std::string_view text, const char* a, const char* b,
             const char* c) {
  return Is(text, a) || Is(text, b) || Is(text, c);
}

// What follows PORT_: 80_TCP, 80_TCP_ADDR.
bool IsPortOfService(std::string_view rest) {
  const std::string_view number = Before(rest, '_');
  for (const char c : number) {
    if (c < '0' || c > '9') return false;
  }
  if (number.empty() || number.size() == rest.size()) return false;
  rest.remove_prefix(number.size() + 1);
  const std::string_view protocol = Before(rest, '_');
  if (!IsOneOf(protocol, "TCP", "UDP", "SCTP")) return false;
  if (protocol.size() == rest.size()) return true;
  rest.remove_prefix(protocol.size() + 1);
  return IsOneOf(rest, "PROTO", "PORT", "ADDR");
}

bool IsOfService(std::string_view rest) {
  return IsOneOf(rest, "SERVICE_HOST", "SERVICE_PORT", "PORT") ||
         Begins(rest, "SERVICE_PORT_") ||
         (Begins(rest, "PORT_") && IsPortOfService(rest.substr(5)));
}

}  // namespace

bool IsOwnVariable(std::string_view name) {
  if (!Begins(name, "LANDSHIM_")) return false;
  for (size_t i = name.find('_'); i != std::string_view::npos;
       i = name.find('_', i + 1)) {
    if (IsOfService(name.substr(i + 1))) return false;
  }
  return true;
}

}  // namespace landshim
