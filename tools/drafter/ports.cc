#include "tools/drafter/ports.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "policy/access.h"
#include "policy/statement.h"
#include "tools/drafter/draft_texts.h"

namespace landshim {
namespace {

bool IsFree(uint16_t port) {
  return kFirstFreePort <= port && port <= kLastFreePort;
}

std::string Listed(const std::vector<uint16_t>& ports) {
  constexpr size_t kMost = 4;
  std::string text;
  for (size_t i = 0; i < ports.size() && i < kMost; ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(ports[i]);
  }
  return ports.size() > kMost ? text + ", ..." : text;
}

class Settler {
 public:
  Settler(const Recorded& recorded, DraftPlan* plan)
      : recorded_(recorded), plan_(plan) {}

  void Settle(AccessMasks access, const std::string& words) {
    std::vector<uint16_t> changing;
    std::vector<uint16_t> differing;
    for (const auto& [port, reasons] : plan_->ports) {
      if (!access.Overlaps({port.first}) || port.second == 0) continue;
      const bool differs = RunsOf(port.second) < recorded_.starts.size();
      if (IsFree(port.second)) changing.push_back(port.second);
      if (differs && !IsFree(port.second)) differing.push_back(port.second);
    }
    const auto differs = [this](uint16_t port) {
      return RunsOf(port) < recorded_.starts.size();
    };
    const auto count = std::count_if(changing.begin(), changing.end(), differs);
    if (count > 1) {
      Widen(access, words, changing);
    } else if (!changing.empty()) {
      plan_->findings.push_back(
          Tell(DraftText::kPortsFree, {words, Listed(changing)}));
    }
    if (differing.size() > 1) {
      plan_->findings.push_back(
          Tell(DraftText::kPortsDiffer, {words, Listed(differing)}));
    }
  }

 private:
  size_t RunsOf(uint16_t port) const {
    const auto runs = recorded_.port_used_in.find(port);
    return runs == recorded_.port_used_in.end() ? 0 : runs->second.size();
  }

  void Widen(AccessMasks access, const std::string& words,
             const std::vector<uint16_t>& ports) {
    Reasons reasons;
    for (const uint16_t port : ports) {
      const auto found = plan_->ports.find({access.bits, port});
      reasons.insert(found->second.begin(), found->second.end());
      plan_->ports.erase(found);
    }
    plan_->port_ranges[access.bits] = {kFirstFreePort, kLastFreePort, reasons};
    plan_->findings.push_back(
        Tell(DraftText::kPortsWidened,
             {words, Listed(ports), std::to_string(kFirstFreePort),
              std::to_string(kLastFreePort)}));
  }

  const Recorded& recorded_;
  DraftPlan* plan_;
};

}  // namespace

void SettlePorts(const Recorded& recorded, DraftPlan* plan) {
  Settler settler(recorded, plan);
  for (const Peer& peer : kPeers) {
    if (peer.bind.empty()) continue;
    settler.Settle(peer.connect, std::string("connect ") + peer.name);
    settler.Settle(peer.bind, std::string("bind ") + peer.name);
  }
}

}  // namespace landshim
