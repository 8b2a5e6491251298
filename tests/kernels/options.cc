// Reads the command line of emulate_abi; every mistake is an error that names
// the argument.
#include "tests/kernels/options.h"

#include <charconv>
#include <string_view>

namespace emulation {
namespace {

constexpr std::string_view kUsage =
    "usage: emulate_abi [--claim N] [--lack RIGHT[,RIGHT]] [--fail "
    "CALL=ERRNO]... "
    "[--record FILE] -- PROG ARGS...";

constexpr std::string_view kCalls[] = {
    "create_ruleset", "create_ruleset_version", "create_ruleset_attr",
    "add_rule",       "restrict_self",
};

bool IsCall(std::string_view name) {
  for (std::string_view call : kCalls) {
    if (call == name) return true;
  }
  return false;
}

// Each Parse... returns an empty string, or what is wrong with the value.
std::string ParseClaim(std::string_view value, Options* options) {
  int abi = 0;
  auto [end, error] =
      std::from_chars(value.data(), value.data() + value.size(), abi);
  if (error != std::errc() || end != value.data() + value.size() || abi < 0) {
    return "--claim needs an ABI number, not '" + std::string(value) + "'";
  }
  options->claim = abi;
  return "";
}

std::string ParseLack(std::string_view value, Options* options) {
  while (true) {
    size_t comma = value.find(',');
    std::string_view name = value.substr(0, comma);
    std::optional<AccessMasks> right = RightByName(name);
    if (!right) return "--lack: unknown right '" + std::string(name) + "'";
    options->lack.fs |= right->fs;
    options->lack.net |= right->net;
    options->lack.scoped |= right->scoped;
    if (comma == std::string_view::npos) return "";
    value.remove_prefix(comma + 1);
  }
}

std::string ParseFail(std::string_view value, Options* options) {
  size_t equals = value.find('=');
  if (equals == std::string_view::npos) return "--fail needs CALL=ERRNO";
  std::string call(value.substr(0, equals));
  if (!IsCall(call)) return "--fail: unknown call '" + call + "'";
  std::optional<int> error = ErrnoByName(value.substr(equals + 1));
  if (!error)
    return "--fail: unknown errno '" + std::string(value.substr(equals + 1)) +
           "'";
  options->fail[call] = *error;
  return "";
}

std::string ParseValue(std::string_view name, std::string_view value,
                       Options* options) {
  if (name == "--claim") return ParseClaim(value, options);
  if (name == "--lack") return ParseLack(value, options);
  if (name == "--fail") return ParseFail(value, options);
  if (name == "--record") {
    options->record = value;
    return value.empty() ? "--record needs a file name" : "";
  }
  return "unknown option '" + std::string(name) + "'\n" + std::string(kUsage);
}

}  // namespace

std::variant<Options, std::string> ParseOptions(int argc, char** argv) {
  Options options;
  int at = 1;
  while (at < argc && std::string_view(argv[at]) != "--") {
    std::string_view name = argv[at];
    size_t equals =
        name.substr(0, 2) == "--" ? name.find('=') : std::string_view::npos;
    std::string_view value;
    if (equals != std::string_view::npos) {
      value = name.substr(equals + 1);
      name = name.substr(0, equals);
    } else if (++at < argc) {
      value = argv[at];
    } else {
      return std::string(name) + " needs a value\n" + std::string(kUsage);
    }
    std::string mistake = ParseValue(name, value, &options);
    if (!mistake.empty()) return mistake;
    ++at;
  }
  if (at + 1 >= argc) return "no program after --\n" + std::string(kUsage);
  options.program = argv + at + 1;
  return options;
}

}  // namespace emulation
