// The sentences that come first.
#include <cerrno>

#include "policy/text.h"
#include "tools/doctor/program_facts.h"
#include "tools/message.h"

namespace landshim::doctor {
namespace {

std::string LayersText(int layers) {
  return layers == 2 ? "two layers" : "one layer";
}

std::string ExecuteFailure(int error) {
  if (error == ENOEXEC) {
    return "this is no program of this machine: " + DescribeError(error) +
           "; a script begins with a line such as '#!/bin/sh'";
  }
  return "the kernel refuses to execute it: " + DescribeError(error) +
         "; look at its format's interpreter (binfmt_misc), and at sandboxes "
         "around this one";
}

// A line of the launch code without the program's name before it, which the
// sentence has said.
std::string WithoutName(const Prognosis& prognosis, const std::string& line) {
  const std::string names[] = {
      Escape(prognosis.name), Escape(prognosis.program.path),
      Escape(std::string(BaseName(prognosis.program.path)))};
  for (const std::string& name : names) {
    if (!name.empty() && line.rfind(name + ": ", 0) == 0) {
      return line.substr(name.size() + 2);
    }
  }
  return line;
}

std::string DescribeRun(const Prognosis& prognosis) {
  const std::string name = Escape(prognosis.name);
  const std::string not_started =
      "'landshim run' would not start " + name + ": ";
  const Rehearsal& run = prognosis.run;
  if (!prognosis.here_troubles.empty()) {
    return not_started + prognosis.here_troubles[0].Line();
  }
  if (!run.ready) {
    return not_started + (run.lines.empty()
                              ? "a seccomp filter ends it"
                              : WithoutName(prognosis, run.lines.back()));
  }
  if (!prognosis.system_wide.failure.empty()) {
    return not_started + "the shim in /etc/ld.so.preload would end it: " +
           prognosis.system_wide.failure;
  }
  if (run.execute_error > 0) {
    return not_started + ExecuteFailure(run.execute_error);
  }
  if (run.layers == 0) {
    return "'landshim run' would start " + name +
           " without a sandbox: " + prognosis.search.Describe() +
           " allows that ('abi 0..'), and this kernel can deny nothing of it.";
  }
  std::string text = "'landshim run' would start " + name + " in " +
                     LayersText(run.layers) + ", with " +
                     prognosis.search.Describe();
  if (!run.one_layer.empty()) text += "; one, because " + run.one_layer;
  return text + ".";
}

// Of the stages that are not bound, the first decides what is said.
std::string DescribeUnbound(const Prognosis& prognosis) {
  const PreloadFate& last = prognosis.preload.fates.back();
  switch (last.fate) {
    case Fate::kRefused:
      return "With LD_PRELOAD alone it would end itself: " + last.reason + ".";
    case Fate::kUnknown:
      return "Whether LD_PRELOAD alone would sandbox it cannot be told: " +
             last.reason + ".";
    case Fate::kWarned:
      return "With LD_PRELOAD alone it would run without a sandbox, and only "
             "ld.so would warn: " +
             last.reason + ".";
    case Fate::kSkipped:
    case Fate::kLoaded:
      break;
  }
  return "With LD_PRELOAD alone it would run without a sandbox, and nothing "
         "would say so: " +
         last.reason + ".";
}

std::string DescribePreload(const Prognosis& prognosis) {
  const PreloadPrediction& preload = prognosis.preload;
  if (!preload.IsBound()) return DescribeUnbound(prognosis);
  const Stage& stage = prognosis.stages[preload.bound];
  const std::string image = Escape(stage.image.image());
  if (!prognosis.preload_failure.empty()) {
    return "With LD_PRELOAD alone the shim in " + image +
           " would end it with status 125: " +
           WithoutName(prognosis, prognosis.preload_failure);
  }
  if (!prognosis.preload_enforces) {
    return "With LD_PRELOAD alone the shim in " + image +
           " would enforce nothing: " + prognosis.preload_search.Describe() +
           " allows that ('abi 0..').";
  }
  std::string text = "With LD_PRELOAD alone " +
                     prognosis.preload_search.Describe() + " would bind " +
                     image;
  if (preload.bound + 1 < prognosis.stages.size()) {
    text += ", and " + Escape(prognosis.stages.back().executed) +
            " only as what that starts";
  } else if (preload.bound > 0) {
    text += ", but not what starts it, as " + preload.fates[0].reason;
  }
  return text + ".";
}

std::string DescribeSystemWide(const SystemWide& system_wide) {
  const std::string begin = "/etc/ld.so.preload loads a shim into it, which ";
  if (!system_wide.failure.empty()) {
    return begin + "would end it with status 125: " + system_wide.failure;
  }
  if (system_wide.Binds()) {
    return begin + "enforces " + system_wide.search.Describe() + ".";
  }
  return begin + "leaves it alone: there is no policy for it in /etc/landshim.";
}

std::string DescribeDenial(const char* how, const Denial& denial) {
  std::string text = std::string(how) + " the policy would deny '" +
                     Escape(denial.operation) + "'";
  if (!denial.cure.empty()) {
    text += "; add '" + Escape(denial.cure) + "' to it";
  }
  return text + ".";
}

}  // namespace

std::vector<std::string> DescribeVerdict(const Prognosis& prognosis) {
  if (!prognosis.program.good) {
    return {"'landshim run' would not start " + Escape(prognosis.name) + ": " +
            WithoutName(prognosis, prognosis.program.failure)};
  }
  std::vector<std::string> sentences = {DescribeRun(prognosis)};
  if (!prognosis.run_denials.empty()) {
    sentences.push_back(
        DescribeDenial("But then", prognosis.run_denials.front()));
  }
  if (prognosis.program.elf_class.bits == 0 &&
      prognosis.program.kind == ImageKind::kForeign) {
    return sentences;
  }
  if (prognosis.system_wide.loads) {
    sentences.push_back(DescribeSystemWide(prognosis.system_wide));
    if (prognosis.system_wide.alone) return sentences;
  }
  sentences.push_back(DescribePreload(prognosis));
  const std::vector<Denial>& denials = prognosis.preload_denials;
  if (!denials.empty() &&
      (prognosis.run_denials.empty() ||
       denials.front().operation != prognosis.run_denials.front().operation)) {
    sentences.push_back(DescribeDenial("But then", denials.front()));
  }
  return sentences;
}

}  // namespace landshim::doctor
