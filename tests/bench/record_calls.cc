// Arguments are read at the beginning of a call, before the kernel or another
// process could change them.
#include "tests/bench/record_calls.h"

#include <sys/syscall.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <map>

#include "tests/bench/landlock_constants.h"
#include "tests/bench/trace.h"

namespace landshim::bench {
namespace {

std::vector<std::string> FetchTexts(pid_t process, uint64_t address) {
  std::vector<std::string> texts;
  for (uint64_t text; (text = Fetch<uint64_t>(process, address)) != 0;
       address += sizeof(text)) {
    texts.push_back(FetchText(process, text));
  }
  return texts;
}

RecordedCall Record(pid_t process, const __ptrace_syscall_info& info) {
  RecordedCall call;
  call.type = FindCall(static_cast<long>(info.entry.nr));
  if (call.type == nullptr || !call.type->recorded) {
    Die("call_table.cc does not tell the arguments of " +
        NameOfCall(static_cast<long>(info.entry.nr)));
  }
  for (int i = 0; i < 6; ++i) {
    const ArgumentType& type = call.type->arguments[i];
    RecordedArgument& argument = call.arguments[i];
    argument.number = info.entry.args[i];
    argument.size = type.size != 0 ? type.size : info.entry.args[type.size_at];
    if (argument.number == 0) continue;
    if (type.kind == ArgumentKind::kText) {
      argument.content = {FetchText(process, argument.number)};
    } else if (type.kind == ArgumentKind::kTexts) {
      argument.content = FetchTexts(process, argument.number);
    } else if (type.kind == ArgumentKind::kBytes) {
      argument.content = {FetchBytes(process, argument.number, argument.size)};
    }
  }
  return call;
}

bool IsSame(const RecordedArgument& a, const RecordedArgument& b,
            ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::kNumber:
      return a.number == b.number;
    case ArgumentKind::kMapping:
      return true;  // the order of the calls says which one
    case ArgumentKind::kWritten:
    case ArgumentKind::kBytes:
      if (a.size != b.size) return false;
      break;
    case ArgumentKind::kText:
    case ArgumentKind::kTexts:
      break;
  }
  return (a.number == 0) == (b.number == 0) && a.content == b.content;
}

bool IsSame(const RecordedCall& a, const RecordedCall& b) {
  if (a.type != b.type) return false;
  for (int i = 0; i < 6; ++i) {
    if (!IsSame(a.arguments[i], b.arguments[i], a.type->arguments[i].kind)) {
      return false;
    }
  }
  return Maps(a) || a.result == b.result;
}

std::string Describe(const RecordedArgument& argument, ArgumentKind kind) {
  if (kind == ArgumentKind::kText && !argument.content.empty()) {
    return '"' + argument.content[0] + '"';
  }
  if (kind == ArgumentKind::kNumber || argument.number == 0) {
    const auto number = static_cast<int64_t>(argument.number);
    char text[32];
    std::snprintf(text, sizeof(text),
                  number > -4096 && number < 4096 ? "%" PRId64 : "%#" PRIx64,
                  number);
    return text;
  }
  return std::to_string(argument.size) + " bytes";
}

}  // namespace

bool Maps(const RecordedCall& call) { return call.type->number == SYS_mmap; }

std::string RecordedCall::Describe() const {
  std::string text = type->name;
  for (int i = 0; i < 6; ++i) {
    text += i == 0 ? "(" : ", ";
    text += bench::Describe(arguments[i], type->arguments[i].kind);
  }
  return text + ") = " + std::to_string(result);
}

std::vector<RecordedCall> RecordCalls(const Program& launcher) {
  std::vector<RecordedCall> calls;
  bool launched = false;
  TraceCalls(launcher, [&](pid_t process, const __ptrace_syscall_info& info) {
    if (launched) return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
      calls.push_back(Record(process, info));
    } else if (!calls.empty()) {  // or it is the launcher's own beginning
      calls.back().result = info.exit.rval;
      launched =
          calls.back().type->number == SYS_execve && info.exit.is_error == 0;
    }
  });
  if (!launched) Die(launcher.name + " did not execute the program");
  return calls;
}

std::string DescribeDifference(const std::vector<RecordedCall>& a,
                               const std::vector<RecordedCall>& b) {
  const size_t both = std::min(a.size(), b.size());
  size_t different = std::max(a.size(), b.size()) - both;
  std::string first;
  for (size_t i = 0; i < both; ++i) {
    if (IsSame(a[i], b[i])) continue;
    ++different;
    if (first.empty()) {
      first = "call " + std::to_string(i + 1) + ": " + a[i].Describe() +
              ", not " + b[i].Describe();
    }
  }
  if (different == 0) return "";
  if (first.empty()) {
    first = "there are " + std::to_string(a.size()) + ", not " +
            std::to_string(b.size());
  }
  return std::to_string(different) + " differ; " + first;
}

namespace {

void DropVariables(RecordedArgument* environment) {
  std::vector<std::string>& entries = environment->content;
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [](const std::string& entry) {
                                 return entry.rfind("LD_PRELOAD=", 0) == 0 ||
                                        entry.rfind("LANDSHIM_RUN=", 0) == 0;
                               }),
                entries.end());
}

}  // namespace

std::vector<RecordedCall> OneLayerOf(const std::vector<RecordedCall>& calls) {
  std::vector<bool> needed(calls.size());
  std::map<long, size_t> opened;   // by descriptor
  std::map<uint64_t, bool> added;  // descriptors to close
  for (size_t i = 0; i < calls.size(); ++i) {
    const RecordedCall& call = calls[i];
    switch (call.type->number) {
      case SYS_openat:
        opened[call.result] = i;
        break;
      case kCreateRuleset:
        needed[i] = call.arguments[0].number != 0;
        added[static_cast<uint64_t>(call.result)] = needed[i];
        break;
      case kAddRule: {
        if (call.result != 0) break;
        PathBeneathAttr rule;
        std::memcpy(&rule, call.arguments[2].content[0].data(), sizeof(rule));
        needed[i] = needed[opened[rule.parent_fd]] = true;
        added[static_cast<uint64_t>(rule.parent_fd)] = true;
        break;
      }
      case SYS_close:
        needed[i] = added[call.arguments[0].number];
        added[call.arguments[0].number] = false;
        break;
      case SYS_prctl:
      case kRestrictSelf:
      case SYS_execve:
        needed[i] = true;
        break;
      default:
        break;
    }
  }
  std::vector<RecordedCall> layer;
  for (size_t i = 0; i < calls.size(); ++i) {
    if (needed[i]) layer.push_back(calls[i]);
  }
  DropVariables(&layer.back().arguments[2]);
  return layer;
}

}  // namespace landshim::bench
