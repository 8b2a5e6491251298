// What drafting says: the only place where these texts stand. docs/draft.md
// and docs/exit-status.md show some of them.
#ifndef LANDSHIM_TOOLS_DRAFTER_DRAFT_TEXTS_H_
#define LANDSHIM_TOOLS_DRAFTER_DRAFT_TEXTS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace landshim {

// clang-format off

// Name in the code, text. Each {} takes the next argument, escaped.
#define LANDSHIM_DRAFT_TEXTS(D) \
  /* Why there is no draft. */ \
  D(kBadAbi, "--abi: '{}' is no range of ABIs; write it as '4..{}'") \
  D(kBroadRefused, \
    "{} does {}, which needs {} on {}; give '{}' to grant exactly that, or " \
    "have the program use a directory of its own") \
  D(kDenied, \
    "the draft would deny '{}' at ABI {} ({}), so nothing was written; this " \
    "is a mistake in landshim: please report it, with the recording") \
  D(kKept, \
    "{} does {}, which needs {} on '{}': {}, and its next start would be as " \
    "free as it likes; put that elsewhere, or have the program use another " \
    "directory") \
  D(kNewLink, \
    "'{}' leads to '{}' now, by a link that was not there when it was " \
    "recorded; record again") \
  D(kNoPlace, "--allow-broad: {}") \
  D(kOtherKind, \
    "'{}' is no longer what it was when it was recorded, a file or a " \
    "directory; record again") \
  D(kScopeRefused, \
    "{} needs '{}' ({}); give '{}' to grant exactly that") \
  D(kTangledMoves, \
    "the recording moves files along so many directories that no rules make " \
    "them alike; record less at a time") \
  D(kTooManyNames, \
    "the paths of the recording have more than {} names; record less at a " \
    "time") \
  D(kTooLarge, \
    "the draft is larger than a policy may be (1 MiB); leave '--keep-files' " \
    "away, or record less at a time") \
  /* Findings: what was granted otherwise, or may not be enough. */ \
  D(kBroadGranted, "this grants {} on {}, as {} does {}") \
  D(kFails, "{}: {}: by what was recorded it fails with {}") \
  D(kImpossible, "{}: {}: no policy can allow it to a sandboxed program") \
  D(kInherited, \
    "'{}': {} opened it only by a descriptor that it was started with, as " \
    "/dev/stderr is; if the next run is given another file, name that one") \
  D(kKeptMissing, \
    "the program can make '{}', {}: do not let its policy be found by name") \
  D(kListed, "{}: the names in it and beneath can be listed, no file read") \
  D(kMissingNow, \
    "'{}' is missing now: its statement is skipped as long as it is") \
  D(kMoreMissing, "{} more paths are missing now, and skipped") \
  D(kNoMoves, \
    "the program moves files between directories, which fails (EXDEV) on " \
    "kernels with ABI 1; give '--abi 2..{}' to refuse those") \
  D(kPortsDiffer, \
    "'{}': the ports differ between runs ({}); if the next run uses another " \
    "one, write a range") \
  D(kPortsFree, \
    "'{} {}': ports as the kernel gives them to anybody; if the next run uses " \
    "another one, write a range") \
  D(kPortsWidened, \
    "'{}': each run uses other ports ({}), so all are granted from which the " \
    "kernel gives free ones: {}..{}") \
  D(kSocketStays, \
    "'{}': when its server starts anew, so does the socket, and the rule is " \
    "lost; '{}' is too much to grant") \
  D(kVaries, \
    "'{}': {}, so the next run may need another one; '{}' would grant all of " \
    "'{}'") \
  /* Gaps. */ \
  D(kOddPath, "'{}' by {}: its path leads to nothing that a policy can name") \
  D(kUnknownOperation, \
    "'{}' by {}: this landshim does not know that operation") \
  /* Price. */ \
  D(kPrice, "'{}' grants {}{} in {}, where {} used: {}{}") \
  D(kWriteCarries, "; links, fifos and sockets may be made there too") \
  /* Surprises. */ \
  D(kChangesCode, \
    "'{}' is {}: what is sandboxed may change what is started next; have the " \
    "program write to another file") \
  D(kChangesHome, "'{}': the program changes files in HOME") \
  D(kChangesHomeOfUser, \
    "'{}': the program changes files in the home of a user") \
  D(kChangesShared, "'{}': many programs keep their files there") \
  D(kHoldsCode, \
    "'{}' holds {}, {}: what is sandboxed may change what is started next; " \
    "keep it elsewhere, or have the program write to a directory of its own") \
  D(kReachesOthers, \
    "'{}': the program reaches processes that are not its own") \
  D(kReadsSecrets, "'{}': this is among {}") \
  D(kUsesNetwork, "'{}': the program uses the network")

// clang-format on

enum class DraftText : uint8_t {
#define LANDSHIM_D(name, text) name,
  LANDSHIM_DRAFT_TEXTS(LANDSHIM_D)
#undef LANDSHIM_D
};

// The text with as many arguments as it has {}.
std::string Tell(DraftText text, const std::vector<std::string>& arguments);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_DRAFTER_DRAFT_TEXTS_H_
